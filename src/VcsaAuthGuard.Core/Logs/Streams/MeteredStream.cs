using System.Buffers.Binary;

namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Counts what is read of a stream and remembers its last four bytes, where gzip keeps the length of its text.</summary>
internal sealed class MeteredStream(Stream inner, Action<long>? consumed = null, CancellationToken cancellation = default) : ReadOnlyStream
{
    private readonly byte[] _tail = new byte[sizeof(uint)];

    public long BytesRead { get; private set; }

    /// <summary>Gets whether a read reached the end of the stream.</summary>
    public bool HasEnded { get; private set; }

    public uint LastFourBytes => BinaryPrimitives.ReadUInt32LittleEndian(_tail);

    public override int Read(byte[] buffer, int offset, int count)
    {
        cancellation.ThrowIfCancellationRequested();
        int read = inner.Read(buffer, offset, count);
        HasEnded |= read == 0 && count > 0;
        if (read > 0)
        {
            BytesRead += read;
            consumed?.Invoke(read);
            int keep = Math.Min(read, _tail.Length);
            Array.Copy(_tail, keep, _tail, 0, _tail.Length - keep);
            Array.Copy(buffer, offset + read - keep, _tail, _tail.Length - keep, keep);
        }

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
