using System.Runtime.InteropServices;

namespace VcsaAuthGuard.Files;

/// <summary>Creates locks between processes. The system releases a lock when its holder ends, so no lock is left behind.</summary>
internal static class FileLock
{
    /// <summary>Acquires a lock; returns null if another caller holds it, in this process or another.</summary>
    /// <param name="path">The lock file, which is created where it does not exist.</param>
    /// <exception cref="IOException">The lock file cannot be created, or is not a regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">This user is not allowed to create it.</exception>
    public static IDisposable? TryAcquire(string path)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && Posix.GetStatus(path) is { IsFile: false })
        {
            throw new IOException($"{path}: it is a link, or not a regular file.");
        }

        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    /// <summary>
    /// Determines whether an exception means that another caller has the file open: sharing and lock violations of Windows, and EWOULDBLOCK
    /// of Linux and macOS.
    /// </summary>
    public static bool IsHeld(IOException e) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? (e.HResult & 0xFFFF) is 32 or 33 : e.HResult is 11 or 35;
}
