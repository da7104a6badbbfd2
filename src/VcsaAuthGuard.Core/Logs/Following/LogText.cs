namespace VcsaAuthGuard.Logs.Following;

/// <summary>Represents the text of one log file, which can be read from any offset on.</summary>
internal abstract class LogText : IDisposable
{
    /// <summary>Reads text; less than asked for only at the end.</summary>
    /// <returns>The number of bytes read; 0 at the end.</returns>
    public abstract int ReadAt(long offset, byte[] buffer, int count);

    /// <summary>Returns up to <paramref name="count"/> bytes from <paramref name="offset"/> on.</summary>
    public byte[] ReadAt(long offset, int count)
    {
        byte[] bytes = new byte[count];
        Array.Resize(ref bytes, ReadAt(offset, bytes, count));
        return bytes;
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Fills a part of a buffer from a stream; less only at its end.</summary>
    protected static int Fill(Stream stream, byte[] buffer, int count)
    {
        int length = 0;
        for (int read; length < count && (read = stream.Read(buffer, length, count - length)) > 0;)
        {
            length += read;
        }

        return length;
    }
}
