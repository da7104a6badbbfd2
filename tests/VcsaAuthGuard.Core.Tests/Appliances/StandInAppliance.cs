using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>A stand-in appliance behind Debian's sshd on loopback (tests/fixtures/appliance). It ends with this object, or with this
/// process.</summary>
public sealed class StandInAppliance : ApplianceState
{
    /// <summary>The name by which tests refer to it.</summary>
    public const string Peer = "sshd";

    private const string HowToGet = "The stand-in appliance cannot run here: apt install openssh-server openssh-client";

    private readonly Process? _process;

    public StandInAppliance()
        : this(StandInShell.Bash)
    {
    }

    public StandInAppliance(StandInShell shell)
        : base(Directory.CreateTempSubdirectory("appliance-").FullName)
    {
        if (!IsHere)
        {
            return;
        }

        _process = Process.Start(
            new ProcessStartInfo("bash", [Script, "serve", Folder, Word(shell)])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        string? line = _process.StandardOutput.ReadLine();
        string[] words = line?.Split(' ') ?? [];
        if (words is not ["ready", _, _])
        {
            throw new InvalidOperationException($"The stand-in appliance wrote '{line}'. {_process.StandardError.ReadToEnd()}");
        }

        Port = int.Parse(words[1], CultureInfo.InvariantCulture);
        Password = words[2] == "-" ? null : words[2];
    }

    /// <summary>Always the loopback address; sshd listens nowhere else.</summary>
    public static string Host => "127.0.0.1";

    public int Port { get; }

    /// <summary>The account that runs the tests: root, or anyone.</summary>
    public static string User => Environment.UserName;

    /// <summary>The password that works; null where none can: sshd checks /etc/shadow, and only root in a machine with mount namespaces
    /// can show it another one.</summary>
    public string? Password { get; }

    /// <summary>The private key that works, without a passphrase.</summary>
    public string ClientKeyPath => Path.Combine(Folder, "ssh", "client");

    /// <summary>A known_hosts file with the host keys of the start; <see cref="ChangeHostKey"/> leaves it as it is.</summary>
    public string KnownHostsPath => Path.Combine(Folder, "ssh", "known_hosts");

    /// <summary>sshd's own log.</summary>
    public string ServerLog => Path.Combine(Folder, "ssh", "log");

    /// <summary>Gets the reason why the stand-in does not run, and the command that installs what it needs; null if it runs.</summary>
    public string? Missing => _process is null ? HowToGet : null;

    private static bool IsHere =>
        OperatingSystem.IsLinux()
        && File.Exists("/usr/sbin/sshd")
        && Repository.Program("ssh") is not null
        && Repository.Program("ssh-keygen") is not null;

    /// <summary>The host keys of now, as OpenSSH shows them (SHA256:...), by their type: ssh-ed25519, ssh-rsa.</summary>
    public IReadOnlyDictionary<string, string> HostKeyFingerprints() =>
        Directory
            .EnumerateFiles(Path.Combine(Folder, "ssh"), "host_*.pub")
            .Select(file => File.ReadAllText(file).Split(' '))
            .ToDictionary(
                words => words[0],
                words => "SHA256:" + Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(words[1]))).TrimEnd('=')
            );

    /// <summary>Sets the shell that logins start from now on.</summary>
    public void SetShell(StandInShell shell) => File.WriteAllText(Path.Combine(Folder, "shell"), Word(shell) + "\n");

    /// <summary>Kills sshd with all its sessions; what a session started in a session of its own (setsid) goes on.</summary>
    public void KillServer() => Appliance("drop", Folder);

    /// <summary>sshd listens again, on the same port.</summary>
    public void StartServer() => Appliance("up", Folder);

    /// <summary>Restarts sshd with other host keys.</summary>
    public void ChangeHostKey() => Appliance("rekey", Folder);

    /// <summary>Returns the folder in which restarts keep their lock and their progress.</summary>
    public string RunFolder() => Path.Combine(Folder, "run", "vcsa-authguard");

    /// <summary>Returns whether a restart holds the lock.</summary>
    public bool HasLock() => Directory.Exists(Path.Combine(RunFolder(), "lock"));

    /// <summary>Waits until no restart holds the lock.</summary>
    public async Task WaitForLockReleaseAsync()
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (HasLock())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(10), "The lock is still held.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        if (_process is null)
        {
            // Nothing was put there, and there may be no bash.
            Directory.Delete(Folder);
            return;
        }

        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            _process.Kill();
        }

        _process.Dispose();
        base.Dispose(disposing);
    }

    private static string Word(StandInShell shell) => shell switch
    {
        StandInShell.Bash => "bash",
        StandInShell.Appliance => "appliance",
        _ => "appliance-loud",
    };
}
