using System.Net;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Tests.Http;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;
using Reply = VcsaAuthGuard.Tests.VSphere.StandInServer.Reply;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>Tests where sessions are stored, and what happens while another process logs in.</summary>
public class SessionStoreTests
{
    private const string NoPermissions = "Windows has no such permissions; there the content is encrypted for the user.";

    private static readonly NetworkCredential Backup = new("svc-backup@vsphere.local", "Pa55-s3cr3t");
    private static readonly SharedSessionOptions Sharing = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_are_for_the_user_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip(NoPermissions);
            return;
        }

        using PrivateFolder folder = new();
        using StandInServer server = new(StandInAnswers.Healthy);
        await folder.Shared.ConnectAsync(Options(server), Backup, Sharing, Stop);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Sessions));
        foreach (string file in Directory.GetFiles(folder.Sessions))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Equal([".lock", ".session"], Directory.GetFiles(folder.Sessions).Select(Path.GetExtension).Order());
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_replaced_and_not_followed()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip(NoPermissions);
            return;
        }

        using PrivateFolder folder = new();
        using StandInServer server = new(StandInAnswers.Healthy);
        await folder.Shared.ConnectAsync(Options(server), Backup, Sharing, Stop);
        string left = SessionFile(folder) + ".tmp";
        string elsewhere = Path.Combine(folder.Runtime, "elsewhere");
        foreach (bool isLink in new[] { false, true })
        {
            await File.WriteAllTextAsync(elsewhere, "half a sess", Stop);
            File.SetUnixFileMode(elsewhere, (UnixFileMode)0b110_100_100);
            if (isLink)
            {
                File.CreateSymbolicLink(left, elsewhere);
            }
            else
            {
                File.Copy(elsewhere, left);
            }

            File.Delete(SessionFile(folder));
            Assert.False((await folder.Shared.ConnectAsync(Options(server), Backup, Sharing, Stop)).IsReused);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SessionFile(folder)));
            Assert.True((await folder.Shared.ConnectAsync(Options(server), Backup, Sharing, Stop)).IsReused);
            Assert.False(File.Exists(left));
            Assert.Equal("half a sess", await File.ReadAllTextAsync(elsewhere, Stop));
        }
    }

    [Theory]
    [InlineData("a file that others may read")]
    [InlineData("a folder that others may look into")]
    [InlineData("a file that is a link")]
    [InlineData("a folder that is a link")]
    [InlineData("a file of another user")]
    [InlineData("a folder of another user")]
    public async Task What_others_could_read_or_change_is_refused(string what)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip(NoPermissions);
            return;
        }

        Assert.SkipWhen(
            what.EndsWith("of another user", StringComparison.Ordinal) && Environment.UserName != "root",
            "Only root can give a file away."
        );
        using PrivateFolder folder = new();
        using StandInServer server = new(StandInAnswers.Healthy);
        await folder.Shared.ConnectAsync(Options(server), Backup, Sharing, Stop);
        int requests = server.Requests.Count;
        string path = what.StartsWith("a file", StringComparison.Ordinal) ? SessionFile(folder) : folder.Sessions;
        if (what.EndsWith("link", StringComparison.Ordinal))
        {
            Directory.Move(path, path + ".moved");
            File.CreateSymbolicLink(path, path + ".moved");
        }
        else if (what.EndsWith("of another user", StringComparison.Ordinal))
        {
            Assert.Equal(0, Repository.Run("chown", ["12345", path]).ExitCode);
        }
        else
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.GroupRead);
        }

        SessionStoreException refused = await Assert.ThrowsAsync<SessionStoreException>(() =>
            folder.Shared.ConnectAsync(Options(server), Backup, Sharing, Stop)
        );
        Assert.Equal((SessionStoreProblem.Unsafe, path), (refused.Problem, refused.Path));
        Assert.Throws<SessionStoreException>(() => folder.Shared.List());
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_to_be_one_and_nobody_logs_in()
    {
        using PrivateFolder folder = new();
        using StandInServer server = new(StandInAnswers.Healthy);
        string file = Path.Combine(folder.Runtime, "a-file");
        await File.WriteAllTextAsync(file, "", Stop);
        SharedSessions sessions = new(new SessionStore(Path.Combine(file, "sessions")));
        SessionStoreException refused = await Assert.ThrowsAsync<SessionStoreException>(() =>
            sessions.ConnectAsync(Options(server), Backup, Sharing, Stop)
        );
        Assert.Equal(SessionStoreProblem.Unavailable, refused.Problem);
        Assert.Contains("-NoKeep", refused.Remedy);
        Assert.Empty(server.Requests);
        Assert.False((await sessions.ConnectAsync(Options(server), Backup, Sharing with { Keep = false }, Stop)).IsReused);
    }

    [Fact]
    public async Task A_caller_that_waits_too_long_for_the_lock_gets_an_error_that_names_it()
    {
        using PrivateFolder folder = new();
        using StandInServer server = new(StandInAnswers.Healthy);
        using IDisposable? held = folder.Store.TryLock(SessionStore.CreateKey(Options(server), Backup.UserName));
        Assert.NotNull(held);
        SkippingTimeProvider time = new();
        SessionStoreException refused = await Assert.ThrowsAsync<SessionStoreException>(() =>
            new SharedSessions(folder.Store, time).ConnectAsync(
                Options(server),
                Backup,
                new() { LockTimeout = TimeSpan.FromSeconds(20) },
                Stop
            )
        );
        Assert.Equal(SessionStoreProblem.Locked, refused.Problem);
        Assert.Equal(TimeSpan.FromSeconds(20.05), time.Elapsed);
        Assert.EndsWith(".lock", refused.Path);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_wrong_password_that_many_wait_for_is_tried_once()
    {
        using PrivateFolder folder = new();
        using ManualResetEventSlim allWait = new();
        using StandInServer server = new(request =>
        {
            if (StandInAnswers.MethodOf(request) != "Login")
            {
                return StandInAnswers.Healthy(request);
            }

            allWait.Wait(Stop);
            return StandInAnswers.Fault("InvalidLogin", "");
        });
        Task<VcsaConnection>[] callers =
        [
            .. Enumerable.Range(0, 10).Select(_ => folder.Shared.ConnectAsync(Options(server), Backup, Sharing, Stop)),
        ];
        allWait.Set();
        foreach (Task<VcsaConnection> caller in callers)
        {
            await Assert.ThrowsAsync<LoginRefusedException>(() => caller);
        }

        // An account is locked after a few wrong passwords.
        Assert.Equal(1, server.Requests.Count(request => StandInAnswers.MethodOf(request) == "Login"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stopped_while_it_logs_in_the_session_is_kept_or_ended(bool isKept)
    {
        using PrivateFolder folder = new();
        using CancellationTokenSource stop = new();
        using StandInServer server = new(request =>
        {
            Reply reply = StandInAnswers.Healthy(request);
            if (StandInAnswers.MethodOf(request) == "Login")
            {
                stop.Cancel();
            }

            return reply;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            folder.Shared.ConnectAsync(Options(server), Backup, Sharing with { Keep = isKept }, stop.Token)
        );
        DateTime deadline = DateTime.UtcNow.AddMinutes(10);
        while (
            DateTime.UtcNow < deadline
            && !(isKept ? folder.Shared.List().Count == 1 : server.Requests.Any(request => StandInAnswers.MethodOf(request) == "Logout"))
        )
        {
            await Task.Delay(20, Stop);
        }

        Assert.Equal(isKept, folder.Shared.List().Count == 1);
        Assert.Equal(!isKept, server.Requests.Any(request => StandInAnswers.MethodOf(request) == "Logout"));
    }

    [Fact]
    public async Task A_session_that_cannot_be_logged_out_is_forgotten_all_the_same()
    {
        using PrivateFolder folder = new();
        using StandInServer server = new(request =>
            StandInAnswers.MethodOf(request) == "Logout"
                ? new Reply("<html>gone</html>") { Status = HttpStatusCode.BadGateway }
                : StandInAnswers.Healthy(request)
        );
        VcsaConnection connection = await folder.Shared.ConnectAsync(Options(server), Backup, Sharing, Stop);
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => folder.Shared.DisconnectAsync(connection, Stop));
        Assert.Empty(folder.Shared.List());
    }

    [Fact]
    public void Who_shares_is_decided_by_machine_server_port_account_and_trust()
    {
        VSphereClientOptions options = new() { Address = ServerAddress.Parse("vc01.example.org") };
        string key = SessionStore.CreateKey(options, "svc@vsphere.local");
        Assert.Equal(
            key,
            SessionStore.CreateKey(options with { Address = ServerAddress.Parse("https://VC01.example.org:443/sdk") }, "SVC@vsphere.LOCAL")
        );
        string[] others =
        [
            SessionStore.CreateKey(options, "svc2@vsphere.local"),
            SessionStore.CreateKey(options with { Address = ServerAddress.Parse("vc02.example.org") }, "svc@vsphere.local"),
            SessionStore.CreateKey(options with { Address = ServerAddress.Parse("vc01.example.org:8443") }, "svc@vsphere.local"),
            SessionStore.CreateKey(options with { SkipCertificateCheck = true }, "svc@vsphere.local"),
            SessionStore.CreateKey(options with { Thumbprint = CertificateThumbprint.Parse(new string('A', 64)) }, "svc@vsphere.local"),
            SessionStore.CreateKey(options with { Thumbprint = CertificateThumbprint.Parse(new string('B', 64)) }, "svc@vsphere.local"),
        ];
        Assert.Equal(others.Length + 1, others.Append(key).Distinct().Count());
    }

    private static VSphereClientOptions Options(StandInServer server) =>
        new() { Address = server.Address, Thumbprint = CertificateThumbprint.Parse(StandInServer.Thumbprint) };

    private static string SessionFile(PrivateFolder folder) => Assert.Single(Directory.GetFiles(folder.Sessions, "*.session"));
}
