#!/usr/bin/env bash
# Looks for identifiers in files, with programs that sparkocr doesn't use: examples/prove_it.sh IDENTIFIERS FOLDER
#
# IDENTIFIERS is a file with one in each line: names, numbers, dates, as they may stand somewhere. Exit status 1: one is
# left, or a file can't be read. With tesseract-ocr, pages and images are read, too.
set -euo pipefail
identifiers=$1 folder=$2
temporary=$(mktemp -d)
trap 'rm -r "$temporary"' EXIT

for program in pdftotext pdfinfo pdfdetach pdftoppm qpdf exiftool strings unzip file; do
    if ! command -v "$program" > /dev/null; then
        echo "$program is missing: apt-get install poppler-utils qpdf libimage-exiftool-perl binutils unzip file" >&2
        exit 2
    fi
done
command -v tesseract > /dev/null || echo "Pages and images are not read: tesseract is not installed."

# Every function prints all that is in a file, and fails where it can't: so nothing counts as clean that was not read.

strings_of() {  # in bytes, in UTF-16, and in UTF-16 of the other order
    strings -n 3 "$1" && strings -n 3 -e l "$1" && strings -n 3 -e b "$1"
}

read_image() {
    ! command -v tesseract > /dev/null || tesseract "$1" stdout 2> /dev/null
}

read_pages() {
    ! command -v tesseract > /dev/null && return
    rm -f "$temporary"/page*
    pdftoppm -r 200 -png "$1" "$temporary/page" || return
    for page in "$temporary"/page*; do
        read_image "$page" || return
    done
}

pdf() {
    [ "$(grep --text --count '^%%EOF' "$1")" = 1 ] && qpdf --check "$1" &&
        pdftotext "$1" - && pdftotext -raw "$1" - && pdftotext -layout "$1" - &&
        pdfinfo "$1" && pdfinfo -meta "$1" && pdfdetach -list "$1" &&
        qpdf --qdf --object-streams=disable "$1" "$temporary/plain.pdf" && strings_of "$temporary/plain.pdf" &&
        read_pages "$1"
}

office() {
    unzip -l "$1" && unzip -p "$1" && unzip -p "$1" | sed 's/<[^>]*>//g'
}

everything() {
    exiftool -a -u -G1 --System:all "$1" && strings_of "$1" || return
    case $(file --brief --mime-type "$1") in
        application/pdf) pdf "$1" ;;
        image/*) read_image "$1" ;;
        *officedocument* | application/zip) office "$1" ;;
        *) return 1 ;;
    esac
}

status=0
while IFS= read -r -d '' path; do
    if ! everything "$path" > "$temporary/all" 2>&1; then
        echo "CAN'T BE READ, OR HAS OLDER REVISIONS  $path"
        status=1
    elif count=$(grep -aiFof "$identifiers" "$temporary/all" | sort -fu | grep -c .) && [ "$count" -gt 0 ]; then
        echo "$count IDENTIFIERS LEFT  $path"
        status=1
    else
        echo "clean  $path"
    fi
done < <(find "$folder" -type f ! -name _SUCCESS -print0 | sort -z)
exit $status
