namespace VcsaAuthGuard.Files;

/// <summary>Forces files to the disk, so that what was written outlasts a power failure.</summary>
internal static class DurableFile
{
    /// <summary>Gets or sets the action that is called with the path of each file once it is on the disk; null if there is none.</summary>
    internal static AsyncLocal<Action<string>?> Observer { get; } = new();

    /// <summary>Writes a file's buffers, the system's too, to the disk.</summary>
    public static void FlushToDisk(FileStream file)
    {
        file.Flush(flushToDisk: true);
        Observer.Value?.Invoke(file.Name);
    }
}
