"""The streams of an OLE compound file, the container of .xls, .doc and encrypted documents."""

import struct

from catalog.privacy.report import Unreadable

_FREE = 0xFFFFFFFA  # sector numbers from here on are marks, not places
_HEADER_SECTORS = 109


class CompoundFile:
    def __init__(self, content):
        self.content = content
        try:
            self._open()
        except (struct.error, IndexError, ValueError, OverflowError) as error:
            raise Unreadable from error

    def _open(self):
        shift, small_shift = struct.unpack_from("<HH", self.content, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise Unreadable
        self.size = 1 << shift
        first_directory, _, self.cutoff, first_small, _, next_list, _ = struct.unpack_from(
            "<IIIIIII", self.content, 48
        )
        sectors = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", self.content, 76))
        self.limit = len(self.content) // self.size + 2
        for _ in range(self.limit):
            if next_list >= _FREE:
                break
            numbers = self._numbers(self._sector(next_list))
            sectors += numbers[:-1]
            next_list = numbers[-1]
        self.table = [n for each in sectors if each < _FREE for n in self._numbers(self._sector(each))]
        self.small_table = self._numbers(self._chain(first_small))
        self.entries = list(self._directory(self._chain(first_directory)))
        root = next((start for _, kind, start, _ in self.entries if kind == 5), _FREE)
        self.small = self._chain(root)

    def _numbers(self, data):
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _sector(self, number):
        return self.content[(number + 1) * self.size : (number + 2) * self.size]

    def _chain(self, number):
        sectors = []
        while number < _FREE:
            if len(sectors) > self.limit:
                raise Unreadable
            sectors.append(self._sector(number))
            number = self.table[number]
        return b"".join(sectors)

    def _directory(self, data):
        for at in range(0, len(data) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            if kind:
                name = data[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", data, at + 116)
                yield name, kind, start, size

    def names(self):
        return {name for name, kind, _, _ in self.entries if kind == 2}

    def streams(self):
        """Name and content of each stream."""
        for name, kind, start, size in self.entries:
            if kind == 2:
                yield name, self._stream(start, size)

    def _stream(self, start, size):
        if size >= self.cutoff:
            return self._chain(start)[:size]
        pieces, number = [], start
        while number < _FREE and len(pieces) * 64 < size:
            pieces.append(self.small[number * 64 : number * 64 + 64])
            number = self.small_table[number]
        return b"".join(pieces)[:size]
