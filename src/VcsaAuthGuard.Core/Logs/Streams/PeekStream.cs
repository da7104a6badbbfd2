namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Represents a stream whose first bytes can be looked at before they are read.</summary>
internal sealed class PeekStream(Stream inner) : ReadOnlyStream
{
    private byte[] _head = [];
    private int _headLength;
    private int _headRead;
    private Exception? _failure;

    /// <summary>Gets a value indicating whether what was peeked at is all there is.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Returns the next bytes, <paramref name="count"/> of them or as many as there are; called before the first read.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (_head.Length < count)
        {
            Array.Resize(ref _head, count);
        }

        for (int read = 1; read > 0 && _headLength < count && _failure is null; _headLength += read)
        {
            read = inner.Read(_head, _headLength, count - _headLength);
            HasEnded = read == 0;
        }

        return new ReadOnlySpan<byte>(_head, 0, Math.Min(count, _headLength));
    }

    /// <summary>Makes reading beyond the peeked bytes fail with <paramref name="failure"/>.</summary>
    public void FailWith(Exception failure) => _failure = failure;

    public void Skip(int count) => _headRead += count;

    public override int Read(byte[] buffer, int offset, int count)
    {
        int fromHead = Math.Min(count, _headLength - _headRead);
        if (fromHead <= 0)
        {
            return _failure is null ? inner.Read(buffer, offset, count) : throw _failure;
        }

        Array.Copy(_head, _headRead, buffer, offset, fromHead);
        _headRead += fromHead;
        return fromHead;
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
