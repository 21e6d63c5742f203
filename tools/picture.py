#!/usr/bin/env python3
"""Draws text from a terminal as an SVG picture, for the README.

usage: sextant cost --by service --by month --plot | tools/picture.py "sextant cost --by service --by month --plot" > docs/images/bill.svg
"""

import html
import sys

ROW, COLUMN, MARGIN, BAR = 19, 8.43, 18, 34
BACKGROUND, TEXT, DIM, ACCENT = "#0f1720", "#dbe4ee", "#7b8ba0", "#5cc8a8"


def main():
    command = sys.argv[1]
    lines = [f"$ {command}", *sys.stdin.read().rstrip("\n").split("\n")]
    width = max(len(line) for line in lines) * COLUMN + 2 * MARGIN
    height = len(lines) * ROW + 2 * MARGIN + BAR
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" role="img">')
    print(f'<rect width="100%" height="100%" rx="10" fill="{BACKGROUND}"/>')
    for index, color in enumerate(("#ff5f57", "#febc2e", "#28c840")):
        print(f'<circle cx="{MARGIN + 8 + index * 20}" cy="20" r="6" fill="{color}"/>')
    print('<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">')
    for number, line in enumerate(lines):
        color = ACCENT if number == 0 or "█" in line else DIM if set(line) <= {"─", " "} else TEXT
        print(f'<text x="{MARGIN}" y="{MARGIN + BAR + number * ROW}" fill="{color}">{html.escape(line)}</text>')
    print("</g></svg>")


if __name__ == "__main__":
    main()
