using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using VcsaAuthGuard.Files;

namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>
/// Stores sessions for the current user: for each server and account a file with the session, one that is locked during a login, and
/// one that records a refused login. The folder is checked on every use.
/// </summary>
internal sealed class SessionStore(Func<string> findFolder)
{
    private const int KeyBytes = 16;
    private const string SessionEnding = ".session";
    private const string LockEnding = ".lock";
    private const string RefusalEnding = ".refused";

    /// <param name="folder">A folder that contains nothing else.</param>
    public SessionStore(string folder)
        : this(() => folder)
    {
    }

    /// <summary>Creates the store of the current user.</summary>
    public static SessionStore ForCurrentUser() => new(FindFolder);

    /// <summary>Returns the key that callers share: a hash of machine, server, account, and the certificates that they accept.</summary>
    public static string CreateKey(VSphereClientOptions options, string userName)
    {
        string trust = options.Thumbprint?.ToString() ?? (options.SkipCertificateCheck ? "any" : "system");
        // The machine: a home folder may be on several. Uri has the host in lower case and knows the default port.
        string text = string.Join(
            "\n",
            Environment.MachineName.ToUpperInvariant(),
            options.Address.AbsoluteUri,
            options.Address.Port,
            userName.ToUpperInvariant(),
            trust
        );
#if NET
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, KeyBytes);
#else
        using SHA256 sha256 = SHA256.Create();
        return BitConverter.ToString(sha256.ComputeHash(Encoding.UTF8.GetBytes(text)), 0, KeyBytes).Replace("-", "");
#endif
    }

    /// <summary>Returns the session of a key; null if there is no usable one.</summary>
    /// <exception cref="SessionStoreException">The store is not safe, or cannot be read.</exception>
    public StoredSession? Read(string key) => In(folder => ReadFile(Path.Combine(folder, key + SessionEnding)));

    /// <summary>Stores a session. The caller holds the lock.</summary>
    /// <exception cref="SessionStoreException">The session cannot be stored.</exception>
    public void Write(string key, StoredSession session) => In(folder =>
    {
        PrivateFile.Write(Path.Combine(folder, key + SessionEnding), session.Write());
        File.Delete(Path.Combine(folder, key + RefusalEnding));
        return true;
    });

    /// <summary>Removes a session from the store. The caller holds the lock.</summary>
    /// <exception cref="SessionStoreException">It cannot be removed.</exception>
    public void Delete(string key) => In(folder =>
    {
        File.Delete(Path.Combine(folder, key + SessionEnding));
        return true;
    });

    /// <summary>Returns all stored sessions by key; null for one that cannot be used.</summary>
    /// <exception cref="SessionStoreException">The store is not safe, or cannot be read.</exception>
    public IReadOnlyList<KeyValuePair<string, StoredSession?>> List() => In(folder =>
        (IReadOnlyList<KeyValuePair<string, StoredSession?>>)[.. Directory.EnumerateFiles(folder, "*" + SessionEnding)
            .OrderBy(file => file, StringComparer.Ordinal)
            .Select(file => new KeyValuePair<string, StoredSession?>(Path.GetFileNameWithoutExtension(file), ReadFile(file)))]);

    /// <summary>Returns a mark that identifies the latest refused login; null if the last login succeeded.</summary>
    public string? ReadRefusal(string key) =>
        In(folder => ReadContent(Path.Combine(folder, key + RefusalEnding)) is byte[] mark ? Convert.ToBase64String(mark) : null);

    /// <summary>Records a refused login for the callers that wait for the lock. The caller holds the lock.</summary>
    public void WriteRefusal(string key) => In(folder =>
    {
        PrivateFile.Write(Path.Combine(folder, key + RefusalEnding), Guid.NewGuid().ToByteArray());
        return true;
    });

    /// <summary>
    /// Takes the lock of a key; returns null if another caller holds it, in this process or another. The system releases the lock when
    /// its holder ends, so that no lock is left behind.
    /// </summary>
    /// <exception cref="SessionStoreException">The lock file cannot be created.</exception>
    public IDisposable? TryLock(string key) => In(folder =>
    {
        PrivateFile.EnsureFile(LockPath(folder, key));
        return FileLock.TryAcquire(LockPath(folder, key));
    });

    /// <summary>Creates the exception for a caller that has waited too long.</summary>
    public SessionStoreException StillLocked(string key, TimeSpan waited) =>
        new(
            SessionStoreProblem.Locked,
            LockPath(findFolder(), key),
            FormattableString.Invariant($"another process has held the lock for {waited.TotalSeconds:0.#} seconds, and has not logged in."),
            "Find the process that has this file open and see what it waits for; when it ends, the lock is free. "
                + "-NoKeep logs in without waiting."
        );

    private static string LockPath(string folder, string key) => Path.Combine(folder, key + LockEnding);

    private static StoredSession? ReadFile(string path) => ReadContent(path) is byte[] content ? StoredSession.Read(content) : null;

    private static byte[]? ReadContent(string path)
    {
        try
        {
            return PrivateFile.Read(path);
        }
        catch (CryptographicException)
        {
            // Copied from another machine or user: a new login replaces it.
            return null;
        }
    }

    private static string FindFolder()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "VcsaAuthGuard", "sessions");
        }

        const string Name = "vcsa-authguard";
        if (
            Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime
            && Path.IsPathRooted(runtime)
            && Directory.Exists(runtime)
        )
        {
            PrivateFile.CheckParent(runtime);
            return Path.Combine(runtime, Name);
        }

        string state =
            Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } given && Path.IsPathRooted(given)
                ? given
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.IsPathRooted(state)
            ? Path.Combine(state, Name)
            : throw new IOException("the account has neither XDG_RUNTIME_DIR nor a home folder.");
    }

    private T In<T>(Func<string, T> act)
    {
        string folder = "";
        try
        {
            folder = findFolder();
            PrivateFile.EnsureFolder(folder);
            return act(folder);
        }
        catch (PrivateFileException e)
        {
            throw SessionStoreException.Unsafe(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or EntryPointNotFoundException)
        {
            throw SessionStoreException.Unavailable(folder.Length > 0 ? folder : "XDG_RUNTIME_DIR", e);
        }
    }
}
