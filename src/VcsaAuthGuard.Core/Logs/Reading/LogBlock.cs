namespace VcsaAuthGuard.Logs.Reading;

/// <summary>Represents a stretch of a log that starts and ends between entries. Disposing it returns its buffer to the pool.</summary>
internal sealed class LogBlock(byte[] buffer, int length, bool cut, int linesLeftOut, long bytesLeftOut) : IDisposable
{
    private byte[] _buffer = buffer;

    /// <summary>Gets whether the block is one entry truncated to <see cref="LogBlockReader.MaxEntryLength"/>.</summary>
    public bool IsCut { get; } = cut;

    /// <summary>Gets the number of line feeds after the block that belong to the truncated entry.</summary>
    public int LinesLeftOut { get; } = linesLeftOut;

    /// <summary>Gets the number of bytes in the lines that were left out.</summary>
    public long BytesLeftOut { get; } = bytesLeftOut;

    /// <summary>Gets whether the block starts with further lines of the previous block's entry.</summary>
    public bool Continues { get; init; }

    public bool IsPooled { private get; init; } = true;

    public ReadOnlySpan<byte> Bytes => new(_buffer, 0, _buffer.Length == 0 ? 0 : length);

    /// <summary>Creates a block of text that is not from a pool.</summary>
    public static LogBlock FromBytes(byte[] text) =>
        new(text, text.Length, cut: false, linesLeftOut: 0, bytesLeftOut: 0) { IsPooled = false };

    public void Dispose()
    {
        if (IsPooled)
        {
            LogBlockReader.Return(_buffer);
        }

        _buffer = [];
    }
}
