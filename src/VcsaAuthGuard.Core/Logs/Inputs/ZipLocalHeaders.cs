using System.Buffers.Binary;
using System.Text;
using ICSharpCode.SharpZipLib.Zip;

namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>
/// Compares the header in front of each file of a zip with the zip's directory. A zip that was put together badly, or on purpose, holds
/// files that its directory does not list, or lists them under other names.
/// </summary>
internal static class ZipLocalHeaders
{
    private const int HeaderLength = 30;
    private const int NameLengthAt = 26;
    private const int ExtraLengthAt = 28;
    private const int FlagsAt = 6;
    private const int LocalSignature = 0x04034B50;
    private const int MaxProblems = 10;

    /// <summary>Returns the differences that concern logs and archives. The position of the stream is kept.</summary>
    /// <param name="source">The name of the zip.</param>
    /// <param name="file">The zip.</param>
    /// <param name="zip">Its directory.</param>
    public static IReadOnlyList<LogProblem> Compare(string source, Stream file, ZipFile zip)
    {
        long position = file.Position;
        List<LogProblem> problems = [];
        try
        {
            ZipEntry[] entries = [.. zip.Cast<ZipEntry>().OrderBy(entry => entry.Offset)];
            long end = 0;
            foreach (ZipEntry entry in entries)
            {
                AddUnlisted(source, file, end, entry.Offset, problems);
                bool isRead = TryRead(file, entry.Offset, out LocalHeader header);
                if (isRead && header.Name is string name && name != entry.Name && (IsWanted(name) || IsWanted(entry.Name)))
                {
                    problems.Add(Differs(source, $"Its entry {entry.Name} is called {name} in front of its content."));
                }

                end = Math.Max(end, entry.Offset + HeaderLength + header.Length + entry.CompressedSize);
                if (problems.Count >= MaxProblems)
                {
                    break;
                }
            }

            AddUnlisted(source, file, end, file.Length, problems);
        }
        finally
        {
            file.Position = position;
        }

        return problems;
    }

    /// <summary>Adds the files that stand between two listed ones.</summary>
    private static void AddUnlisted(string source, Stream file, long from, long to, List<LogProblem> problems)
    {
        // A listed file may be followed by a record of its sizes.
        ReadOnlySpan<int> sizesRecords = [0, 12, 16, 20, 24];
        foreach (int record in sizesRecords)
        {
            for (long at = from + record; at + HeaderLength <= to && TryRead(file, at, out LocalHeader header);)
            {
                if (header.Name is string name && IsWanted(name) && problems.Count < MaxProblems)
                {
                    problems.Add(Differs(source, $"It holds {name}, which its directory does not list."));
                }

                if (header.HasSizesBehind)
                {
                    return; // Where the next one starts is not known.
                }

                at += HeaderLength + header.Length + header.CompressedSize;
                from = at;
            }
        }
    }

    private static bool IsWanted(string name) => LogName.TryParse(name, out _) || ArchiveEntry.IsArchiveName(name);

    private static LogProblem Differs(string source, string message) =>
        new(LogProblemKind.Corrupt, source, message, "Export it again, or expand it and read the files.");

    private static bool TryRead(Stream file, long offset, out LocalHeader header)
    {
        header = default;
        byte[] bytes = new byte[HeaderLength];
        file.Position = offset;
        if (Fill(file, bytes) < HeaderLength || BinaryPrimitives.ReadInt32LittleEndian(bytes) != LocalSignature)
        {
            return false;
        }

        const int CompressedSizeAt = 18;
        const int SizesBehind = 8;
        const int Utf8Names = 0x800;
        int flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(FlagsAt));
        byte[] name = new byte[BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(NameLengthAt))];
        int extra = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(ExtraLengthAt));
        if (Fill(file, name) < name.Length)
        {
            return false;
        }

        bool isText = (flags & Utf8Names) != 0 || Array.TrueForAll(name, letter => letter < 0x80);
        header = new(
            isText ? ZipEntry.CleanName(Encoding.UTF8.GetString(name)) : null,
            name.Length + extra,
            BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(CompressedSizeAt)),
            (flags & SizesBehind) != 0
        );
        return true;
    }

    private static int Fill(Stream file, byte[] buffer)
    {
        int length = 0;
        for (int read = 1; read > 0 && length < buffer.Length; length += read)
        {
            read = file.Read(buffer, length, buffer.Length - length);
        }

        return length;
    }

    /// <summary>Represents the header before a file; its name is null if its encoding is unknown.</summary>
    private readonly record struct LocalHeader(string? Name, int Length, uint CompressedSize, bool HasSizesBehind);
}
