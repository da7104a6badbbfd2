using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>
/// Where sessions are kept for the current user: for each server and account a file with the session, one that is locked while
/// somebody logs in, and one that tells of a refused login. The folder is checked on every use.
/// </summary>
internal sealed class SessionStore(Func<string> findFolder)
{
    private const int KeyBytes = 16;
    private const string SessionEnding = ".session";
    private const string LockEnding = ".lock";
    private const string RefusalEnding = ".refused";

    /// <param name="folder">A folder of its own.</param>
    public SessionStore(string folder)
        : this(() => folder)
    {
    }

    /// <summary>The current user's.</summary>
    public static SessionStore OfUser() => new(FindFolder);

    /// <summary>What makes two callers share: machine, server, account, and which certificates they accept. None of it can be read from it.</summary>
    public static string KeyOf(VSphereClientOptions options, string userName)
    {
        string trust = options.Thumbprint?.ToString() ?? (options.SkipCertificateCheck ? "any" : "system");
        // The machine: a home folder may be on several. Uri has the host in lower case and knows the default port.
        string text = string.Join("\n", Environment.MachineName.ToUpperInvariant(), options.Address.AbsoluteUri, options.Address.Port, userName.ToUpperInvariant(), trust);
#if NET
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, KeyBytes);
#else
        using SHA256 sha256 = SHA256.Create();
        return BitConverter.ToString(sha256.ComputeHash(Encoding.UTF8.GetBytes(text)), 0, KeyBytes).Replace("-", "");
#endif
    }

    /// <summary>The session kept under a key; null when there is none, or nothing that can be used.</summary>
    /// <exception cref="SessionStoreException">It must not be used, or cannot be read.</exception>
    public KeptSession? Read(string key) => In(folder => ReadFile(Path.Combine(folder, key + SessionEnding)));

    /// <summary>Keeps a session. Only for who holds the lock.</summary>
    /// <exception cref="SessionStoreException">It cannot be kept.</exception>
    public void Write(string key, KeptSession session) => In(folder =>
    {
        UserOnly.Write(Path.Combine(folder, key + SessionEnding), session.Write());
        File.Delete(Path.Combine(folder, key + RefusalEnding));
        return true;
    });

    /// <summary>Forgets a session. Only for who holds the lock.</summary>
    /// <exception cref="SessionStoreException">It cannot be removed.</exception>
    public void Delete(string key) => In(folder =>
    {
        File.Delete(Path.Combine(folder, key + SessionEnding));
        return true;
    });

    /// <summary>All that is kept, by key; null for what is kept and cannot be used.</summary>
    /// <exception cref="SessionStoreException">One must not be used, or cannot be read.</exception>
    public IReadOnlyList<KeyValuePair<string, KeptSession?>> List() => In(folder =>
        (IReadOnlyList<KeyValuePair<string, KeptSession?>>)[.. Directory.EnumerateFiles(folder, "*" + SessionEnding)
            .OrderBy(file => file, StringComparer.Ordinal)
            .Select(file => new KeyValuePair<string, KeptSession?>(Path.GetFileNameWithoutExtension(file), ReadFile(file)))]);

    /// <summary>The latest refusal of a login, by whatever was written for it; null when the last login went well.</summary>
    public string? ReadRefusal(string key) => In(folder => ReadContent(Path.Combine(folder, key + RefusalEnding)) is byte[] mark ? Convert.ToBase64String(mark) : null);

    /// <summary>Tells those who wait for the lock that the login they wait for was refused. Only for who holds the lock.</summary>
    public void WriteRefusal(string key) => In(folder =>
    {
        UserOnly.Write(Path.Combine(folder, key + RefusalEnding), Guid.NewGuid().ToByteArray());
        return true;
    });

    /// <summary>
    /// Takes the lock of a key; null when another has it, in this process or another. The system frees it when its holder ends, however
    /// that ends, so that no lock is left behind.
    /// </summary>
    /// <exception cref="SessionStoreException">There can be no lock.</exception>
    public IDisposable? TryLock(string key) => In(folder =>
    {
        try
        {
            UserOnly.EnsureFile(LockPath(folder, key));
            return new FileStream(LockPath(folder, key), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    });

    /// <summary>What to say to somebody who has waited for too long.</summary>
    public SessionStoreException StillLocked(string key, TimeSpan waited) => new(
        SessionStoreProblem.Locked, LockPath(findFolder(), key),
        FormattableString.Invariant($"another process has held the lock for {waited.TotalSeconds:0.#} seconds, and has not logged in."),
        "Find the process that has this file open and see what it waits for; when it ends, the lock is free. -NoKeep logs in without waiting.");

    private static string LockPath(string folder, string key) => Path.Combine(folder, key + LockEnding);

    private static KeptSession? ReadFile(string path) => ReadContent(path) is byte[] content ? KeptSession.Read(content) : null;

    private static byte[]? ReadContent(string path)
    {
        try
        {
            return UserOnly.Read(path);
        }
        catch (CryptographicException)
        {
            // Copied from another machine or user: a new login replaces it.
            return null;
        }
    }

    /// <summary>Sharing violation and lock violation of Windows, EWOULDBLOCK of Linux and of macOS.</summary>
    private static bool IsHeld(IOException e) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? (e.HResult & 0xFFFF) is 32 or 33 : e.HResult is 11 or 35;

    private static string FindFolder()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "VcsaAuthGuard", "sessions");
        }

        const string Name = "vcsa-authguard";
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Path.IsPathRooted(runtime) && Directory.Exists(runtime))
        {
            UserOnly.CheckParent(runtime);
            return Path.Combine(runtime, Name);
        }

        string state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } given && Path.IsPathRooted(given)
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.IsPathRooted(state) ? Path.Combine(state, Name) : throw new IOException("the account has neither XDG_RUNTIME_DIR nor a home folder.");
    }

    private T In<T>(Func<string, T> act)
    {
        string folder = "";
        try
        {
            folder = findFolder();
            UserOnly.EnsureFolder(folder);
            return act(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or EntryPointNotFoundException)
        {
            throw SessionStoreException.Unavailable(folder.Length > 0 ? folder : "XDG_RUNTIME_DIR", e);
        }
    }
}
