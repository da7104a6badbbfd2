using System.Text;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.VSphere.Diagnostics;

namespace VcsaAuthGuard.LiveServers;

/// <summary>Reads lines of a vCenter Server's log over the API as a stream of text. Nothing is requested before it is read.</summary>
/// <param name="log">The lines to read.</param>
/// <param name="server">The server.</param>
/// <param name="token">Cancels the calls.</param>
internal sealed class LiveLogStream(LiveLog log, LiveServer server, CancellationToken token) : Stream
{
    private byte[] _text = [];
    private int _at;
    private long _next = log.First;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_at == _text.Length && _next <= log.Last && server.Failure is null)
        {
            Fetch();
        }

        int read = Math.Min(count, _text.Length - _at);
        Array.Copy(_text, _at, buffer, offset, read);
        _at += read;
        return read;
    }

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Fetch()
    {
        LogSegment segment;
        try
        {
            // The reader of logs is synchronous and has a thread of its own for each log.
            segment = server.ReadLinesAsync(log, _next, (int)Math.Min(DiagnosticCalls.MaxLines, log.Last - _next + 1), token)
                .GetAwaiter().GetResult();
        }
        catch (ServerException e)
        {
            if (!server.TryFail(e))
            {
                _next = log.Last + 1;
                return;
            }

            throw new LogSourceException($"Reading ended at line {_next} of {log.Last}. {e.Detail}", e.Remedy, e);
        }

        // Lines that the server repeats, because it counts from another number, are left out.
        string[] lines = [.. segment.Lines.Skip((int)Math.Max(0, Math.Min(_next - segment.Start, int.MaxValue)))];
        if (lines.Length == 0)
        {
            server.AddMissing(new(
                log.FileName,
                $"{log.FileName} had only {_next - 1} lines when it was read, not {log.Last}: it was rotated meanwhile.",
                "Repeat the command."));
            _next = log.Last + 1;
        }

        _next += lines.Length;
        StringBuilder text = new();
        foreach (string line in lines)
        {
            text.Append(line).Append('\n');
        }

        _text = Encoding.UTF8.GetBytes(text.ToString());
        _at = 0;
    }
}
