namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Represents an unsupported file format that the first bytes of a file identify.</summary>
/// <param name="Name">The name with its article, for messages.</param>
/// <param name="IsCompressed">Whether a log can be inside.</param>
internal sealed record FileFormat(string Name, bool IsCompressed)
{
    private static readonly (byte[] Start, FileFormat Format)[] Known =
    [
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], new("xz data", true)),
        ([0x28, 0xB5, 0x2F, 0xFD], new("Zstandard data", true)),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C], new("a 7-Zip archive", true)),
        ([0x04, 0x22, 0x4D, 0x18], new("LZ4 data", true)),
        ([0x5D, 0x00, 0x00], new("LZMA data", true)),
        ([0x1F, 0x9D], new("data of the program compress", true)),
        ([.. "Rar!\u001A\u0007"u8], new("a RAR archive", true)),
        ([.. "MSCF"u8, 0, 0, 0, 0], new("a cabinet file", true)),
        ([.. "%PDF-"u8], new("a PDF document", false)),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], new("a document of an older Office program", false)),
        ([.. "ElfFile\0"u8], new("a Windows event log", false)),
        ([0x7F, .. "ELF"u8], new("a program", false)),
        ([.. "SQLite format 3\0"u8], new("an SQLite database", false)),
        ([0x89, .. "PNG\r\n"u8], new("a PNG image", false)),
        ([0xFF, 0xD8, 0xFF], new("a JPEG image", false)),
        ([0xD4, 0xC3, 0xB2, 0xA1], new("a packet capture", false)),
        ([0x0A, 0x0D, 0x0D, 0x0A], new("a packet capture", false)),
    ];

    /// <summary>Returns the format of a file that is not read; null if its first bytes are of no such format.</summary>
    public static FileFormat? Find(ReadOnlySpan<byte> head)
    {
        foreach ((byte[] start, FileFormat format) in Known)
        {
            if (head.StartsWith(start))
            {
                return format;
            }
        }

        const int ProgramHeader = 0x3C;
        bool isProgram = head.Length > ProgramHeader && head.StartsWith("MZ"u8) && head.Slice(0, ProgramHeader).IndexOf((byte)0) >= 0;
        return isProgram ? new FileFormat("a program", false) : null;
    }
}
