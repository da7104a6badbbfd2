namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>Represents an input with logs: a file (text, gzip, or an archive), or an open stream such as standard input.</summary>
public sealed class LogInput
{
    private readonly Func<Stream> _open;

    private LogInput(string name, Func<Stream> open, string? path)
    {
        Name = name;
        Path = path;
        _open = open;
    }

    /// <summary>Gets the name that records read from this input have as their source.</summary>
    public string Name { get; }

    /// <summary>Gets the file; null for a stream.</summary>
    public string? Path { get; }

    /// <summary>Creates an input for a file. The file is opened when it is read and may change or disappear until then.</summary>
    /// <param name="path">The file.</param>
    public static LogInput FromFile(string path) => new(path, () => OpenShared(path), path);

    /// <summary>Creates an open stream, read once from where it stands.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="stream">The stream; it is closed when it has been read.</param>
    public static LogInput FromStream(string name, Stream stream) => new(name, () => stream, null);

    internal Stream Open() => _open();

    private static FileStream OpenShared(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
}
