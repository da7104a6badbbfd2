namespace VcsaAuthGuard.Logs.Following;

/// <summary>Represents the text of a log that is not compressed. Others may write, rename and delete the file.</summary>
internal sealed class PlainLogText(string path) : LogText
{
    private readonly FileStream _file = Open(path);

    /// <summary>Gets the length of the text at this moment.</summary>
    public long Length => _file.Length;

    /// <summary>Opens a file so that others may write, rename and delete it.</summary>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);

    /// <summary>Returns the first bytes, by which a log is known.</summary>
    public byte[] ReadHead() => ReadAt(0, LogHead.MaxLength);

    /// <summary>Returns whether the file holds the text that a checkpoint was made of.</summary>
    public bool Matches(LogCheckpoint point) =>
        point.Offset <= Length && point.Matches(ReadAt(point.Offset - point.Length, point.Length));

    /// <inheritdoc/>
    public override int ReadAt(long offset, byte[] buffer, int count)
    {
        _file.Seek(offset, SeekOrigin.Begin);
        return Fill(_file, buffer, count);
    }

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();
}
