using VcsaAuthGuard.Files;

namespace VcsaAuthGuard.Watching;

/// <summary>Reserves a state file for one watcher.</summary>
internal static class WatchStateLock
{
    private const string Ending = ".lock";

    /// <summary>Reserves a state file, and deletes what a killed watcher left beside it.</summary>
    /// <returns>The lock, for the watcher to dispose of.</returns>
    /// <exception cref="WatchStateException">Another watcher uses the file, or it cannot be used.</exception>
    public static IDisposable Acquire(string path)
    {
        try
        {
            string file = AtomicFile.ResolveLinks(path);
            // A device such as /dev/zero has no end.
            if (AtomicFile.IsSpecial(file) || Directory.Exists(file))
            {
                throw new WatchStateException(path, "It is not a regular file.");
            }

            IDisposable held = FileLock.TryAcquire(file + Ending)
                ?? throw new WatchStateException(path, "Another watcher uses this state file. Each watcher needs a state file of its own.");
            AtomicFile.DeleteDrafts(file);
            return held;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WatchStateException(path, e.Message, e);
        }
    }
}
