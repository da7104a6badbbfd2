#if NET
using System.IO.Compression;
#endif
using ICSharpCode.SharpZipLib.GZip;

namespace VcsaAuthGuard.Logs.Streams;

/// <summary>
/// Reads the text of a gzip file. .NET's reader is fast, but takes a truncated file for a complete one and loses the expanded text when
/// it meets damage; both are corrected by reading again. .NET Framework's reader also stops after the first of several concatenated
/// files, so there SharpZipLib, which is strict and slower, reads everything.
/// </summary>
internal sealed class CheckedGzipStream : ReadOnlyStream
{
    /// <summary>The read size for streams that cannot be reopened, and so the maximum that damage can cost there.</summary>
    private const int SmallRead = 4096;

    /// <summary>Two entries of the largest size: damage comes up within so much text behind the last good read.</summary>
    private const int MaxSalvaged = 2 << 20;

    private readonly MeteredStream _compressed;
    private readonly Stream _text;
    private readonly ExpansionGuard _guard;
    private readonly Func<OpenedEntry>? _reopen;
    private long _length;
    private bool _verified;
    private MemoryStream? _salvaged;
    private InvalidDataException? _damage;

    /// <param name="compressed">The gzip data.</param>
    /// <param name="guard">Ends the reading of a bomb.</param>
    /// <param name="reopen">Opens the gzip data once more from its start; null if that is not possible.</param>
    public CheckedGzipStream(Stream compressed, ExpansionGuard guard, Func<OpenedEntry>? reopen)
    {
        _compressed = new MeteredStream(compressed);
        _text = NewReader(_compressed);
        _guard = guard;
        _reopen = reopen;
    }

    public static bool IsGzip(ReadOnlySpan<byte> head) => head.Length > 2 && head[0] == 0x1F && head[1] == 0x8B && head[2] == 8;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_damage is not null)
        {
            int rest = _salvaged?.Read(buffer, offset, count) ?? 0;
            return rest > 0 ? rest : throw _damage;
        }

        int read;
        try
        {
            read = Damage.Watch(() => _text.Read(buffer, offset, _reopen is null ? Math.Min(count, SmallRead) : count));
        }
        catch (Exception e) when (e is InvalidDataException or ICSharpCode.SharpZipLib.SharpZipBaseException or EndOfStreamException)
        {
            _damage = new InvalidDataException(
                _compressed.HasEnded
                    ? FormattableString.Invariant($"Its gzip data ends too early, at byte {_compressed.BytesRead}.")
                    : FormattableString.Invariant(
                        $"Its gzip data is damaged at or shortly before byte {_compressed.BytesRead} ({e.Message.TrimEnd('.')})."
                    ),
                e
            );
            _salvaged = _reopen is null ? null : Salvage(_reopen);
            return Read(buffer, offset, count);
        }

        _length += read;
        _guard.Produce(read);
        if (read == 0 && count > 0 && !_verified)
        {
            _verified = true;
            Verify();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _text.Dispose();
        }

        base.Dispose(disposing);
    }

#if NET
    private static GZipStream NewReader(Stream compressed) => new(compressed, CompressionMode.Decompress);

    private void Verify()
    {
        // gzip keeps the length of the text in its last four bytes. Several gzip files put together (which gzip allows) end with
        // the length of the last alone: only a reader that insists on every trailer can tell these from a file that ends early.
        const int MinGzipLength = 18; // A header of 10 bytes and a trailer of 8.
        bool matches = _compressed.LastFourBytes == unchecked((uint)_length) && _compressed.BytesRead > MinGzipLength;
        if (!matches && (_reopen is null || StrictLength(_reopen) != _length))
        {
            string doubt = _reopen is null ? ", unless it is several gzip files put together, which only a file can show" : "";
            throw new EndOfStreamException(
                FormattableString.Invariant($"Its gzip data ends too early, at byte {_compressed.BytesRead}{doubt}.")
            );
        }
    }

    private static long StrictLength(Func<OpenedEntry> reopen)
    {
        try
        {
            using GZipInputStream strict = new(reopen().Stream);
            byte[] buffer = new byte[64 * 1024];
            long length = 0;
            for (int read; (read = Damage.Watch(() => strict.Read(buffer, 0, buffer.Length))) > 0;)
            {
                length += read;
            }

            return length;
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            return -1;
        }
    }
#else
    private static GZipInputStream NewReader(Stream compressed) => new(compressed);

    private static void Verify()
    {
        // The library's reader has checked length and check sum of every part.
    }
#endif

    /// <summary>Returns the text between the last successful read and the damage, read in small steps.</summary>
    private MemoryStream Salvage(Func<OpenedEntry> reopen)
    {
        MemoryStream found = new();
        try
        {
            using Stream again = NewReader(reopen().Stream);
            byte[] buffer = new byte[64 * 1024];
            for (long left = _length; left > 0;)
            {
                int read = again.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
                left -= read > 0 ? read : throw new EndOfStreamException();
            }

            const int Step = 64;
            for (int read; found.Length < MaxSalvaged && (read = Damage.Watch(() => again.Read(buffer, 0, Step))) > 0;)
            {
                found.Write(buffer, 0, read);
            }
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            // Met again: this is where the damage is.
        }

        found.Position = 0;
        return found;
    }
}
