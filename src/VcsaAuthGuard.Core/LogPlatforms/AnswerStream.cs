using VcsaAuthGuard.Logs.Streams;


namespace VcsaAuthGuard.LogPlatforms;

/// <summary>An answer's body as it comes in: its bytes are counted, and a wait for more of them ends with the request.</summary>
internal sealed class AnswerStream(Stream inner, Action<long> counted, CancellationToken token) : ReadOnlyStream
{
    private long _total;

    public bool IsEmpty => _total == 0;

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, token).GetAwaiter().GetResult();

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
#if NET
        return Count(await inner.ReadAsync(buffer.AsMemory(offset, count), token).ConfigureAwait(false));
#else
        return Count(await inner.ReadAsync(buffer, offset, count, token).ConfigureAwait(false));
#endif
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, token).ConfigureAwait(false));
#endif

    private int Count(int read)
    {
        _total += read;
        counted(_total);
        return read;
    }
}
