using System.Buffers.Binary;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>A log that rotation has compressed (<c>vpxd-N.log.gz</c>), read for what a watcher had not seen of it before.</summary>
internal static class CompressedLog
{
    public const string Ending = ".gz";

    public static bool IsNamed(string file) => file.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first bytes of its text, at most <see cref="LogHead.Most"/>.</summary>
    public static byte[] ReadHead(string file)
    {
        using MeteredStream compressed = new(LogTrack.Open(file));
        using CheckedGzipStream text = new(compressed, new(() => compressed.BytesRead), reopen: null);
        byte[] head = new byte[LogHead.Most];
        int length = 0;
        for (int read; length < head.Length && (read = text.Read(head, length, head.Length - length)) > 0;)
        {
            length += read;
        }

        Array.Resize(ref head, length);
        return head;
    }

    /// <summary>Whether its text is <paramref name="length"/> bytes long, by what the file says of itself at its end.</summary>
    public static bool HasLength(string file, long length)
    {
        byte[] size = new byte[sizeof(uint)];
        using FileStream compressed = LogTrack.Open(file);
        compressed.Position = Math.Max(0, compressed.Length - size.Length);
        return compressed.Read(size, 0, size.Length) == size.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(size) == (uint)length; // Modulo 2^32 (RFC 1952).
    }

    /// <summary>Its text, in a temporary file that only this account may read and that goes when it is closed.</summary>
    public static FileStream Expand(string file)
    {
        bool goesAtOnce = Path.DirectorySeparatorChar == '/'; // An open file needs no name there: not even a kill leaves it behind.
        string path = Path.GetTempFileName();
        FileStream expanded = new(
            path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1 << 16, goesAtOnce ? FileOptions.None : FileOptions.DeleteOnClose);
        try
        {
            if (goesAtOnce)
            {
                File.Delete(path);
            }

            using MeteredStream compressed = new(LogTrack.Open(file));
            using CheckedGzipStream text = new(compressed, new(() => compressed.BytesRead), reopen: null);
            text.CopyTo(expanded);
            expanded.Flush();
            return expanded;
        }
        catch
        {
            expanded.Dispose();
            throw;
        }
    }
}
