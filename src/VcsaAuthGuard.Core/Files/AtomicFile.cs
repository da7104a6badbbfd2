namespace VcsaAuthGuard.Files;

/// <summary>Writes files atomically: at any moment a file has either its old content or its new content.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user is not allowed to write it.</exception>
    public static void Write(string path, byte[] content)
    {
        // In the same folder, because a rename is atomic only within one file system.
        string draft = path + ".tmp";
        using (FileStream file = new(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content, 0, content.Length);
            file.Flush(flushToDisk: true);
        }

#if NET
        File.Move(draft, path, overwrite: true);
#else
        if (File.Exists(path))
        {
            File.Replace(draft, path, null);
        }
        else
        {
            File.Move(draft, path);
        }
#endif
    }
}
