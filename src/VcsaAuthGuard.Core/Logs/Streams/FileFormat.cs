namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Represents an unsupported file format that the first bytes of a file identify.</summary>
/// <param name="Name">The name with its article, for messages.</param>
/// <param name="IsCompressed">Whether a log can be inside.</param>
internal sealed record FileFormat(string Name, bool IsCompressed)
{
    private const string SaveAsText = "Open it, save the log's text or the attachment as a plain text file, and read that.";

    private static readonly FileFormat OfficeDocument = new("an Office document", false) { Remedy = SaveAsText };
    private static readonly FileFormat Mail = new("a mail or a saved web page whose text is encoded", false) { Remedy = SaveAsText };

    /// <summary>The names of the first entry in the archives that are Office documents.</summary>
    private static readonly string[] OfficeEntries =
        ["[Content_Types].xml", "_rels/", "docProps/", "word/", "xl/", "mimetypeapplication/vnd.oasis"];

    /// <summary>The fields that mails and saved web pages start with.</summary>
    private static readonly string[] MailFields =
    [
        "From:", "To:", "Subject:", "Date:", "MIME-Version:", "Received:", "Return-Path:", "Delivered-To:", "Message-ID:", "Content-Type:",
        "X-", "Reply-To:", "Thread-Topic:",
    ];

    /// <summary>The encodings in which the text of a part cannot be read, in capitals.</summary>
    private static readonly string[] MailEncodings = ["CONTENT-TRANSFER-ENCODING: BASE64", "CONTENT-TRANSFER-ENCODING: QUOTED-PRINTABLE"];

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
        ([.. "%PDF-"u8], new("a PDF document", false) { Remedy = SaveAsText }),
        ([.. "{\\rtf"u8], new("a document in Rich Text Format", false) { Remedy = SaveAsText }),
        (
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
            new("an Outlook message or a document of an older Office program", false) { Remedy = SaveAsText }
        ),
        ([.. "ElfFile\0"u8], new("a Windows event log", false)),
        ([0x7F, .. "ELF"u8], new("a program", false)),
        ([.. "SQLite format 3\0"u8], new("an SQLite database", false)),
        ([0x89, .. "PNG\r\n"u8], new("a PNG image", false)),
        ([0xFF, 0xD8, 0xFF], new("a JPEG image", false)),
        ([0xD4, 0xC3, 0xB2, 0xA1], new("a packet capture", false)),
        ([0x0A, 0x0D, 0x0D, 0x0A], new("a packet capture", false)),
    ];

    /// <summary>Gets the action to take.</summary>
    public string Remedy { get; init; } =
        IsCompressed ? "Expand it and read the files." : "Name a log or a support bundle of vCenter Server.";

    /// <summary>Returns the format of an Office document; null if an archive is none.</summary>
    /// <param name="head">The first bytes of the archive.</param>
    public static FileFormat? FindOffice(ReadOnlySpan<byte> head)
    {
        const int LocalHeader = 30;
        string name = head.Length < LocalHeader ? "" : Bytes.ToText(head.Slice(LocalHeader));
        return Array.Exists(OfficeEntries, entry => name.StartsWith(entry, StringComparison.Ordinal)) ? OfficeDocument : null;
    }

    /// <summary>Returns the format of a mail with encoded parts; null if a text is none.</summary>
    /// <param name="head">The first bytes of the text.</param>
    public static FileFormat? FindMail(ReadOnlySpan<byte> head)
    {
        const int MaxField = 20;
        string start = Bytes.ToText(head.Slice(0, Math.Min(head.Length, MaxField)));
        if (!Array.Exists(MailFields, field => start.StartsWith(field, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        string text = Bytes.ToText(head).ToUpperInvariant();
        return Array.Exists(MailEncodings, text.Contains) ? Mail : null;
    }

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
