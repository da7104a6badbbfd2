using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace VcsaAuthGuard.Files;

/// <summary>
/// Reads and sets owner and mode of files on Linux and macOS. .NET Standard 2.0 provides neither, and later versions of .NET do not
/// provide the owner, so both builds of the engine call the C library.
/// </summary>
internal static unsafe class Posix
{
    private const int NoSuchFile = 2;
    private const int Exists = 17;

    // Larger than struct statx and struct stat.
    private const int BufferSize = 512;

    /// <summary>Gets the effective user id of this process.</summary>
    public static uint UserId => geteuid();

    /// <summary>Returns owner and mode of a path, without following a link at its end; null if it does not exist.</summary>
    /// <exception cref="IOException">The status cannot be read.</exception>
    public static PosixStatus? GetStatus(string path)
    {
        byte* buffer = stackalloc byte[BufferSize];
        bool isMac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
        int result;
        fixed (byte* name = Name(path))
        {
            result = !isMac ? statx(-100 /* AT_FDCWD */, name, 0x100 /* AT_SYMLINK_NOFOLLOW */, 0x7ff /* STATX_BASIC_STATS */, buffer)
                : RuntimeInformation.ProcessArchitecture == Architecture.X64 ? lstat64(name, buffer)
                : lstat(name, buffer);
        }

        if (result != 0)
        {
            return Marshal.GetLastWin32Error() == NoSuchFile ? null : throw Failure("stat", path);
        }

        // Linux: struct statx, stx_uid, stx_mode and stx_gid. macOS: struct stat with 64-bit inodes, st_uid, st_mode and st_gid.
        return isMac
            ? new(*(uint*)(buffer + 16), *(ushort*)(buffer + 4), *(uint*)(buffer + 20))
            : new(*(uint*)(buffer + 20), *(ushort*)(buffer + 28), *(uint*)(buffer + 24));
    }

    /// <summary>Gives an open file the owner, the group and the permissions of another.</summary>
    /// <returns>Whether this user is allowed to.</returns>
    public static bool TrySetStatus(SafeFileHandle file, PosixStatus status) =>
        fchown(file, status.Owner, status.Group) == 0 && fchmod(file, status.Mode & 0xFFF) == 0;

    /// <summary>Creates a folder; an existing one is left as it is.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    public static void CreateFolder(string path, uint mode)
    {
        fixed (byte* name = Name(path))
        {
            if (mkdir(name, mode) != 0 && Marshal.GetLastWin32Error() != Exists)
            {
                throw Failure("mkdir", path);
            }
        }
    }

    /// <summary>Creates an empty file that has its mode from the first moment.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    public static void CreateFile(string path, uint mode)
    {
        fixed (byte* name = Name(path))
        {
            // Not open(): its mode is a variadic argument, which .NET cannot pass on every processor.
            int file = creat(name, mode);
            if (file < 0)
            {
                throw Failure("creat", path);
            }

            _ = close(file);
        }
    }

    private static byte[] Name(string path) => Encoding.UTF8.GetBytes(path + "\0");

    private static IOException Failure(string call, string path) =>
        new(FormattableString.Invariant($"{path}: {call} failed with error {Marshal.GetLastWin32Error()}."));

    [DllImport("libc")]
    private static extern uint geteuid();

    [DllImport("libc", SetLastError = true)]
    private static extern int mkdir(byte* path, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int creat(byte* path, uint mode);

    [DllImport("libc")]
    private static extern int close(int file);

    [DllImport("libc")]
    private static extern int fchown(SafeFileHandle file, uint owner, uint group);

    [DllImport("libc")]
    private static extern int fchmod(SafeFileHandle file, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int folder, byte* path, int flags, uint mask, byte* buffer);

    [DllImport("libc", SetLastError = true)]
    private static extern int lstat(byte* path, byte* buffer);

    [DllImport("libc", SetLastError = true, EntryPoint = "lstat$INODE64")]
    private static extern int lstat64(byte* path, byte* buffer);
}
