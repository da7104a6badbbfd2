using System.Runtime.InteropServices;
using System.Security.Cryptography;
using VcsaAuthGuard.Files;

namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>
/// Files for the current user alone. On Windows their content is encrypted for him (DPAPI), wherever they lie. Elsewhere they are 0600
/// in a folder of 0700, both his own, and that is checked each time.
/// </summary>
internal static class UserOnly
{
    private const uint FolderPermissions = 0x1C0; // 0700
    private const uint FilePermissions = 0x180; // 0600

    private static bool IsWindows => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Makes the folder where it is missing, and checks it.</summary>
    /// <exception cref="SessionStoreException">It is not the user's alone.</exception>
    public static void EnsureFolder(string path)
    {
        if (IsWindows)
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Posix.MakeFolder(path, FolderPermissions);
        Check(path, status => status.IsFolder, status => status.IsOpenToOthers, "0700");
    }

    /// <summary>Makes an empty file where there is none.</summary>
    public static void EnsureFile(string path)
    {
        if (!IsWindows && !File.Exists(path))
        {
            Posix.MakeFile(path, FilePermissions);
        }
    }

    /// <summary>Checks a folder that others may look into but not change.</summary>
    /// <exception cref="SessionStoreException">It is another's, or others may write there.</exception>
    public static void CheckParent(string path)
    {
        if (!IsWindows)
        {
            Check(path, status => status.IsFolder, status => status.IsWritableByOthers, "0700");
        }
    }

    /// <summary>Reads a file; null when there is none.</summary>
    /// <exception cref="SessionStoreException">It is not the user's alone.</exception>
    /// <exception cref="CryptographicException">It was not written by this user on this machine.</exception>
    public static byte[]? Read(string path)
    {
        try
        {
            if (!IsWindows && !Check(path, status => status.IsFile, status => status.IsOpenToOthers, "0600"))
            {
                return null;
            }

            // Somebody may be replacing it.
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream content = new();
            file.CopyTo(content);
            return Decrypted(content.ToArray());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes a file, so that a reader sees the old content or the new, and no half of either. One writer at a time.</summary>
    public static void Write(string path, byte[] content)
    {
        string temporary = path + ".tmp";
        // One that a killed process left may have another mode, or be a link.
        File.Delete(temporary);
        if (!IsWindows)
        {
            Posix.MakeFile(temporary, FilePermissions);
        }

        using (FileStream file = new(temporary, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
        {
            byte[] written = Encrypted(content);
            file.Write(written, 0, written.Length);
            file.Flush(flushToDisk: true);
        }

        if (File.Exists(path))
        {
            File.Replace(temporary, path, null);
        }
        else
        {
            File.Move(temporary, path);
        }
    }

    // The platform analyzer knows this condition, and not a property that stands for it.
    private static byte[] Encrypted(byte[] content) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? ProtectedData.Protect(content, null, DataProtectionScope.CurrentUser) : content;

    private static byte[] Decrypted(byte[] content) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? ProtectedData.Unprotect(content, null, DataProtectionScope.CurrentUser) : content;

    private static bool Check(string path, Func<PosixStatus, bool> isRightKind, Func<PosixStatus, bool> isTooOpen, string wanted)
    {
        if (Posix.Status(path) is not PosixStatus status)
        {
            return false;
        }

        string? wrong = !isRightKind(status) ? "it is a link, or not what is expected there"
            : status.Owner != Posix.User ? FormattableString.Invariant($"it belongs to another user (number {status.Owner}, not {Posix.User})")
            : isTooOpen(status) ? $"its permissions are {status.Permissions}, so that others could read or change it"
            : null;
        return wrong is null
            ? true
            : throw new SessionStoreException(
                SessionStoreProblem.Unsafe, path, $"no session is kept or read there: {wrong}.",
                $"Find out who made it so. Then end the sessions it has (Disconnect-VcsaSession -All works once it is {wanted} and yours), or remove it; it is made anew.");
    }
}
