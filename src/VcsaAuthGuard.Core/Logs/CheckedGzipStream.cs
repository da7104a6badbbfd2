using System.IO.Compression;
using ICSharpCode.SharpZipLib.GZip;

namespace VcsaAuthGuard.Logs;

/// <summary>
/// The text of a gzip file. .NET's reader is fast but takes a file that ends too early for a complete one; gzip keeps the
/// text's length in its last four bytes, so a mismatch there is followed up.
/// </summary>
internal sealed class CheckedGzipStream : ReadOnlyStream
{
    private readonly MeteredStream _compressed;
    private readonly GZipStream _text;
    private readonly ExpansionGuard _guard;
    private readonly Func<Stream>? _reopen;
    private long _length;
    private bool _verified;

    /// <param name="compressed">The gzip data.</param>
    /// <param name="guard">Ends the reading of a bomb.</param>
    /// <param name="reopen">Opens the gzip data once more from its start; null when that is not possible.</param>
    public CheckedGzipStream(Stream compressed, ExpansionGuard guard, Func<Stream>? reopen)
    {
        _compressed = new MeteredStream(compressed);
        _text = new GZipStream(_compressed, CompressionMode.Decompress);
        _guard = guard;
        _reopen = reopen;
    }

    public static bool IsGzip(ReadOnlySpan<byte> head) => head.Length > 2 && head[0] == 0x1F && head[1] == 0x8B && head[2] == 8;

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read;
        try
        {
            read = _text.Read(buffer, offset, count);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(FormattableString.Invariant($"Its gzip data is damaged at or shortly before byte {_compressed.BytesRead} ({e.Message.TrimEnd('.')})."), e);
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

    private void Verify()
    {
        // Several gzip files put together (which gzip allows) end with the length of the last one alone: only a reader that
        // insists on every trailer can tell these from a file that ends too early.
        const int ShortestGzip = 18; // A header of 10 bytes and a trailer of 8.
        bool matches = _compressed.LastFourBytes == unchecked((uint)_length) && _compressed.BytesRead > ShortestGzip;
        if (!matches && (_reopen is null || !IsComplete(_reopen)))
        {
            throw new EndOfStreamException(FormattableString.Invariant($"Its gzip data ends too early, at byte {_compressed.BytesRead}."));
        }
    }

    private static bool IsComplete(Func<Stream> reopen)
    {
        try
        {
            using GZipInputStream strict = new(reopen());
            byte[] buffer = new byte[64 * 1024];
            while (strict.Read(buffer, 0, buffer.Length) > 0)
            {
            }

            return true;
        }
        catch (Exception e) when (LogProblems.IsReadFailure(e))
        {
            return false;
        }
    }
}
