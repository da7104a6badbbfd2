using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace VcsaAuthGuard.Files;

/// <summary>
/// Reads and writes files that only the current user can read. On Windows the content is encrypted for the user (DPAPI), wherever the
/// file is. Elsewhere the file has mode 0600 in a folder of mode 0700, and mode and owner of both are checked on every use.
/// </summary>
internal static class PrivateFile
{
    private const uint FolderPermissions = 0x1C0; // 0700
    private const uint FilePermissions = 0x180; // 0600

    private static bool IsWindows => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Creates a folder unless it exists, and checks it.</summary>
    /// <exception cref="PrivateFileException">Other users can read or change it.</exception>
    public static void EnsureFolder(string path)
    {
        if (IsWindows)
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Posix.CreateFolder(path, FolderPermissions);
        Check(path, status => status.IsFolder, status => status.IsOpenToOthers, "0700");
    }

    /// <summary>Creates an empty file unless it exists.</summary>
    public static void EnsureFile(string path)
    {
        if (!IsWindows && !File.Exists(path))
        {
            Posix.CreateFile(path, FilePermissions);
        }
    }

    /// <summary>Checks a folder that other users may read but not change.</summary>
    /// <exception cref="PrivateFileException">It belongs to another user, or other users can write to it.</exception>
    public static void CheckParent(string path)
    {
        if (!IsWindows)
        {
            Check(path, status => status.IsFolder, status => status.IsWritableByOthers, "0700");
        }
    }

    /// <summary>Reads a file; returns null if it does not exist.</summary>
    /// <exception cref="PrivateFileException">Other users can read or change it.</exception>
    /// <exception cref="CryptographicException">It was not written by this user on this machine.</exception>
    public static byte[]? Read(string path)
    {
        try
        {
            if (!IsWindows && !Check(path, status => status.IsFile, status => status.IsOpenToOthers, "0600"))
            {
                return null;
            }

            // Another process may be replacing it.
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

    /// <summary>Writes a file atomically: a reader sees either the old content or the new. Callers make sure that there is one
    /// writer.</summary>
    public static void Write(string path, byte[] content)
    {
        string temporary = path + ".tmp";
        // One that a killed process left may have another mode or be a link.
        File.Delete(temporary);
        if (!IsWindows)
        {
            Posix.CreateFile(temporary, FilePermissions);
        }

        using (FileStream file = new(temporary, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
        {
            byte[] written = Encrypted(content);
            file.Write(written, 0, written.Length);
            DurableFile.FlushToDisk(file);
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

    // The platform analyzer understands this condition, but not the property IsWindows.
    private static byte[] Encrypted(byte[] content) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? ProtectedData.Protect(content, null, DataProtectionScope.CurrentUser)
            : content;

    private static byte[] Decrypted(byte[] content) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? ProtectedData.Unprotect(content, null, DataProtectionScope.CurrentUser)
            : content;

    private static bool Check(string path, Func<PosixStatus, bool> isExpectedKind, Func<PosixStatus, bool> isTooOpen, string requiredMode)
    {
        if (Posix.GetStatus(path) is not PosixStatus status)
        {
            return false;
        }

        string? reason = !isExpectedKind(status) ? "it is a link, or not of the expected kind"
            : status.Owner != Posix.UserId
                ? FormattableString.Invariant($"it belongs to another user (number {status.Owner}, not {Posix.UserId})")
            : isTooOpen(status) ? $"its permissions are {status.Permissions}, so that others could read or change it"
            : null;
        return reason is null ? true : throw new PrivateFileException(path, reason, requiredMode);
    }
}
