namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Represents a reopened entry and the guard over its source.</summary>
internal sealed record OpenedEntry(Stream Stream, ExpansionGuard Guard);

/// <summary>Represents a stream that disposes its source when it is closed.</summary>
internal sealed class OwningStream(Stream content, IDisposable owner) : ReadOnlyStream
{
    public override int Read(byte[] buffer, int offset, int count) => content.Read(buffer, offset, count);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            owner.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>Remembers that reading failed below it, be it in opening or later.</summary>
internal sealed class FailureNotingStream(Func<Stream> open) : ReadOnlyStream
{
    private Stream? _content;

    public bool HasFailed { get; private set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            _content ??= open();
            return _content.Read(buffer, offset, count);
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            HasFailed = true;
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content?.Dispose();
        }

        base.Dispose(disposing);
    }
}
