using VcsaAuthGuard.Files;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Writes one of a watcher's files again and again. A full disk does not end the watcher, and neither does another failure after the file
/// has been written once: there is one warning, and the watcher tries again.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="consequence">What the user has to expect until the file can be written, in a sentence.</param>
/// <param name="isPrivate">Whether a new file is readable by its owner only.</param>
internal sealed class WatchFile(string path, string consequence, bool isPrivate)
{
    private bool _hasSucceeded;
    private bool _isFailing;
    private string? _notice;

    /// <summary>Writes the file.</summary>
    /// <param name="content">The new content.</param>
    /// <param name="isLast">Whether there will be no other attempt.</param>
    /// <returns>Whether the file was written.</returns>
    /// <exception cref="WatchStateException">It was not written, and it is not sensible to try again.</exception>
    public bool TryWrite(byte[] content, bool isLast)
    {
        try
        {
            AtomicFile.Write(path, content, isPrivate: isPrivate);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (isLast || !(_hasSucceeded || IsDiskFull(e)))
            {
                throw new WatchStateException(path, e.Message, e);
            }

            _notice = _isFailing ? _notice : $"{path}: {e.Message} {consequence}";
            _isFailing = true;
            return false;
        }

        _notice = _isFailing ? $"{path}: it can be written again." : _notice;
        _isFailing = false;
        _hasSucceeded = true;
        return true;
    }

    /// <summary>Returns a warning that has not been shown yet; null if there is none.</summary>
    public string? DequeueNotice()
    {
        string? notice = _notice;
        _notice = null;
        return notice;
    }

    /// <summary>Recognizes ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows, and ENOSPC and EDQUOT of Linux and macOS.</summary>
    private static bool IsDiskFull(Exception e) => (e.HResult & 0xFFFF) is 39 or 112 || e.HResult is 28 or 69 or 122;
}
