namespace VcsaAuthGuard.Logs;

/// <summary>Content that an archive's own reader expands, under the same guard as gzip's.</summary>
internal sealed class GuardedStream(Stream inner, ExpansionGuard guard) : ReadOnlyStream
{
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = inner.Read(buffer, offset, count);
        guard.Produce(read);
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
