using ICSharpCode.SharpZipLib.Tar;
using ICSharpCode.SharpZipLib.Zip;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>Represents one file of an archive, readable until the next one is requested.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="LinkTarget">Where it leads, when it is a link.</param>
/// <param name="Open">Opens its content.</param>
/// <param name="Guard">The guard over the stream of the archive.</param>
internal sealed record ArchiveEntry(string Name, string? LinkTarget, Func<Stream> Open, ExpansionGuard Guard)
{
    private const int BufferSize = 128 * 1024;
    private const char SparseType = 'S';

    private static readonly string[] TarEndings = [".tgz", ".tar.gz", ".tar", ".tbz", ".tbz2", ".tar.bz2"];

    public static bool IsTarName(string name) =>
        Array.Exists(TarEndings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    public static bool IsArchiveName(string name) => IsTarName(name) || name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    public static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8);

    /// <summary>Returns whether the data starts with a tar header: POSIX and GNU tar both write "ustar" at offset 257.</summary>
    public static bool IsTar(ReadOnlySpan<byte> head) => head.Length >= 262 && head.Slice(257, 5).SequenceEqual("ustar"u8);

    public static IEnumerable<ArchiveEntry> ReadTar(Stream tar, ExpansionGuard guard)
    {
        // The library goes on with what its buffer held when an archive ends too early: reading block by block shows where that is.
        using EndNotingStream noting = new(new BufferedStream(tar, BufferSize));
        using TarInputStream input = new(noting, blockFactor: 1, System.Text.Encoding.UTF8);
        while (Damage.Watch(input.GetNextEntry) is TarEntry entry)
        {
            if (noting.HasEnded)
            {
                throw new EndOfStreamException("The archive ends inside the header of an entry.");
            }

            foreach (ArchiveEntry passed in SkippedEntries(noting.Headers, guard))
            {
                yield return passed;
            }

            bool isLink = entry.TarHeader.TypeFlag is TarHeader.LF_LINK or TarHeader.LF_SYMLINK;
            bool isSparse = entry.Name.Contains("GNUSparseFile.");
            if (isSparse)
            {
                yield return Unreadable(entry.Name, SparseType, guard);
            }
            else if (!entry.IsDirectory && TarHeaderWatch.IsKnown((char)entry.TarHeader.TypeFlag))
            {
                yield return new(entry.Name, isLink ? entry.TarHeader.LinkName : null, () => new TarContent(input, entry, noting), guard);
            }
        }

        foreach (ArchiveEntry passed in SkippedEntries(noting.Headers, guard))
        {
            yield return passed;
        }

        if (noting.HasEnded)
        {
            throw new EndOfStreamException("The archive ends without the empty block that ends every archive.");
        }

        // What the archive is compressed with has its check sum at its very end: it is checked only when that is read.
        byte[] rest = new byte[BufferSize];
        while (Damage.Watch(() => noting.Read(rest, 0, rest.Length)) > 0)
        {
        }
    }

    /// <summary>Returns the entries of types that the library skips.</summary>
    private static IEnumerable<ArchiveEntry> SkippedEntries(TarHeaderWatch headers, ExpansionGuard guard)
    {
        while (headers.TryTake(out string name, out char type))
        {
            yield return Unreadable(name, type, guard);
        }
    }

    private static ArchiveEntry Unreadable(string name, char type, ExpansionGuard guard)
    {
        string reason = type == SparseType
            ? "It is stored as a sparse file of GNU tar, which cannot be read in place."
            : $"It is stored as an entry of type '{type}', which is not known.";
        return new(name, null, () => throw new NotSupportedException(reason), guard);
    }

    /// <summary>Reads the files of a zip whose directory is whole, logs oldest first.</summary>
    public static IEnumerable<ArchiveEntry> ReadZip(ZipFile zip, ExpansionGuard guard)
    {
        const int LinkType = 0xA000; // S_IFLNK, in the upper half of the attributes that Unix zips write
        const int TypeMask = 0xF000;
        foreach (
            ZipEntry entry in zip.Cast<ZipEntry>()
                .OrderBy(entry => LogName.TryParse(entry.Name, LogKinds.Diagnosis, out LogName name) ? name : default)
        )
        {
            if (entry.IsFile)
            {
                Stream Open() => new ZipContent(Damage.Watch(() => zip.GetInputStream(entry)), entry.Crc, guard);
                bool isLink = ((entry.ExternalFileAttributes >> 16) & TypeMask) == LinkType;
                yield return new(entry.Name, isLink ? ReadText(Open()) : null, Open, guard);
            }
        }
    }

    /// <summary>Reads the files of a zip whose directory is lost (it stands at the end), as they come. It ends with the first file that is
    /// damaged: where the next one starts is then not known, and the library would give the damaged one again and again.</summary>
    public static IEnumerable<ArchiveEntry> ReadDamagedZip(Stream zip, ExpansionGuard guard)
    {
        using ZipInputStream input = new(zip);
        while (Damage.Watch(input.GetNextEntry) is ZipEntry entry)
        {
            if (entry.IsFile)
            {
                FailureNotingStream content = new(() => new ZipContent(input, expectedCrc: null, guard));
                yield return new(entry.Name, null, () => content, guard);
                if (content.HasFailed)
                {
                    yield break;
                }
            }
        }
    }

    private static string ReadText(Stream content)
    {
        using StreamReader reader = new(content);
        char[] target = new char[4096];
        return new string(target, 0, reader.ReadBlock(target, 0, target.Length));
    }

    /// <summary>Reads the content of a tar entry and distinguishes the end of the entry from the end of a truncated archive.</summary>
    private sealed class TarContent(TarInputStream tar, TarEntry entry, EndNotingStream archive) : ReadOnlyStream
    {
        private const int BlockSize = 512;

        private long _left = entry.Size;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_left == 0 || count == 0)
            {
                return 0;
            }

            // A block at a time, so that all whole blocks of a cut archive are used.
            int read = Damage.Watch(() => tar.Read(buffer, offset, Math.Min(count, BlockSize)));
            if (read <= 0 || archive.HasEnded)
            {
                throw new EndOfStreamException(
                    FormattableString.Invariant($"The archive ends about {_left} bytes before the end of this entry.")
                );
            }

            _left -= read;
            return read;
        }
    }

    /// <summary>Reads the content of a zip entry and compares it with its checksum. Closing it leaves the archive open.</summary>
    private sealed class ZipContent(Stream content, long? expectedCrc, ExpansionGuard guard) : ReadOnlyStream
    {
        private readonly ICSharpCode.SharpZipLib.Checksum.Crc32 _crc = new();

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = Damage.Watch(() => content.Read(buffer, offset, count));
            guard.Produce(read);
            if (read > 0)
            {
                _crc.Update(new ArraySegment<byte>(buffer, offset, read));
            }
            else if (count > 0 && expectedCrc is not null && _crc.Value != expectedCrc)
            {
                throw new InvalidDataException("Its check sum is wrong: some of it is damaged.");
            }

            return read;
        }
    }

    /// <summary>Remembers that its end was met.</summary>
    private sealed class EndNotingStream(Stream inner) : ReadOnlyStream
    {
        public bool HasEnded { get; private set; }

        public TarHeaderWatch Headers { get; } = new();

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (HasEnded)
            {
                // A damaged header can claim any size, and the library would skip that much of nothing.
                throw new EndOfStreamException("The archive ends too early.");
            }

            int read = inner.Read(buffer, offset, count);
            HasEnded = read == 0 && count > 0;
            Headers.Add(buffer.AsSpan(offset, read));
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
