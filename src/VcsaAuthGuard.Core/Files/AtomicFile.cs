using System.Runtime.InteropServices;
using System.Text;

namespace VcsaAuthGuard.Files;

/// <summary>
/// Writes files atomically: at any moment a file has either its old content or its new content. A link is followed to its file, which
/// keeps its owner and its permissions. A device or a pipe is written to; it is never replaced.
/// </summary>
public static class AtomicFile
{
    private const string DraftEnding = ".draft";
    private const uint PrivatePermissions = 0x180; // 0600

    private static bool IsWindows => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="content">The new content.</param>
    /// <param name="keepsExisting">Whether it is an error when the file exists.</param>
    /// <param name="isPrivate">Whether a new file is readable by its owner only; an existing one keeps its permissions.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user is not allowed to write it.</exception>
    public static void Write(string path, byte[] content, bool keepsExisting = false, bool isPrivate = false)
    {
        _ = content ?? throw new ArgumentNullException(nameof(content));
        string full = Path.GetFullPath(path);
        string target = ResolveLinks(full);
        PosixStatus? status = GetStatus(target);
        if (keepsExisting && (status is not null || File.Exists(target)))
        {
            throw new IOException($"The file '{path}' already exists.");
        }

        if (IsSpecial(target) || IsWindowsLink(target))
        {
            WriteInPlace(full, content);
            return;
        }

        if (target != full)
        {
            // The system may not allow this user to follow the link, and the file may be read-only.
            using FileStream check = new(full, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }

        if (!TryReplace(target, content, status, isPrivate))
        {
            WriteInPlace(full, content);
        }
    }

    /// <summary>Writes a file of text in UTF-8, without a byte order mark.</summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="text">The new content.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user is not allowed to write it.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Returns the path of the file to which a path leads through links; the full path itself where it is not a link.</summary>
    internal static string ResolveLinks(string path)
    {
        string full = Path.GetFullPath(path);
#if NET
        FileInfo file = new(full);
        FileSystemInfo? target = file.LinkTarget is null ? null : file.ResolveLinkTarget(returnFinalTarget: true);

        // The links to open pipes and sockets below /proc contain text that is not a path, such as pipe:[4711].
        bool isPath = target is not null && (target.Exists || !target.FullName.StartsWith("/proc/", StringComparison.Ordinal));
        return isPath ? target!.FullName : full;
#else
        return full;
#endif
    }

    /// <summary>Determines whether a path, whose links are resolved, is neither a regular file nor free: a device or a folder.</summary>
    internal static bool IsSpecial(string path) =>
        GetStatus(path) is { IsFile: false } || (IsWindows && path.StartsWith(@"\\.\", StringComparison.Ordinal));

    /// <summary>Deletes what a killed process left. No other process may be writing the file.</summary>
    internal static void DeleteDrafts(string path)
    {
        string target = ResolveLinks(path);
        string prefix = Path.GetFileName(target) + ".";
        int length = CreateDraftPath(prefix).Length - 1;
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, "*" + DraftEnding))
        {
            string name = Path.GetFileName(file);
            if (name.Length == length && name.StartsWith(prefix, StringComparison.Ordinal))
            {
                File.Delete(file);
            }
        }
    }

    // In the same folder, because a rename is atomic only within one file system. Random, because others may be able to write there too.
    private static string CreateDraftPath(string target) => $"{target}.{Path.GetRandomFileName().Replace(".", "")}{DraftEnding}";

    // Windows keeps owner and permissions in File.Replace. A draft there has the permissions of its folder.
    private static bool TryReplace(string target, byte[] content, PosixStatus? status, bool isPrivate)
    {
        string draft = CreateDraftPath(target);
        try
        {
            bool isPrivateDraft = isPrivate && !IsWindows;
            if (isPrivateDraft)
            {
                Posix.CreateFile(draft, PrivatePermissions);
            }

            FileMode mode = isPrivateDraft ? FileMode.Open : FileMode.CreateNew;
            using (FileStream file = new(draft, mode, FileAccess.Write, FileShare.None))
            {
                if (status is PosixStatus known && !Posix.TrySetStatus(file.SafeFileHandle, known))
                {
                    return false;
                }

                file.Write(content, 0, content.Length);
                DurableFile.FlushToDisk(file);
            }

            if (File.Exists(target))
            {
                File.Replace(draft, target, null);
            }
            else
            {
                File.Move(draft, target);
            }

            return true;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void WriteInPlace(string path, byte[] content)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        file.Write(content, 0, content.Length);
        DurableFile.FlushToDisk(file);
    }

    private static PosixStatus? GetStatus(string path) => IsWindows ? null : Posix.GetStatus(path);

    // .NET Framework cannot resolve links. Other reparse points can be written in place, too.
    private static bool IsWindowsLink(string path) =>
        IsWindows && File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
}
