using System.Net;
using System.Text.Json;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>Sharing a session, against the simulator and its own list of sessions. Each test has a user and a folder of its own.</summary>
public class SharedSessionTests(VSphereSimulator simulator, ExpiringSimulator expiring)
    : IClassFixture<VSphereSimulator>,
        IClassFixture<ExpiringSimulator>
{
    private static readonly NetworkCredential Watcher = new("watcher@vsphere.local", "x");
    private static readonly SharedSessionOptions Sharing = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_caller_logs_in_and_the_later_ones_use_that_session()
    {
        simulator.Require();
        using PrivateFolder folder = new();
        VcsaConnection first = await folder.Shared.ConnectAsync(Options, new("svc-first", "x"), Sharing, Stop);
        VcsaConnection second = await folder.Shared.ConnectAsync(Options, new("SVC-First", "x"), Sharing, Stop);

        Assert.Equal((false, true), (first.IsReused, second.IsReused));
        Assert.True(first.GetSecret().IsSameAs(second.GetSecret()));
        Assert.Equal(
            ("127.0.0.1", simulator.Address.Port, "svc-first", "8.0.3", simulator.Thumbprint),
            (second.Server, second.Port, second.User, second.Version, second.Thumbprint)
        );
        VCenterSession session = Assert.Single(await SessionsOf("svc-first"));
        Assert.Equal(session.LoginTime, second.LoginTime);
        Assert.Single(
            (await SessionReader.ReadAsync(second.GetOptions(), [second.GetSecret()], Stop)).Sessions,
            item => item.IsCurrent == true && item.Key == session.Key
        );
    }

    [Fact]
    public async Task Another_user_and_another_trust_have_sessions_of_their_own()
    {
        simulator.Require();
        using PrivateFolder folder = new();
        await folder.Shared.ConnectAsync(Options, new("svc-trust", "x"), Sharing, Stop);
        Assert.False((await folder.Shared.ConnectAsync(Options, new("svc-trust-2", "x"), Sharing, Stop)).IsReused);
        Assert.False(
            (
                await folder.Shared.ConnectAsync(
                    Options with
                    {
                        Thumbprint = null,
                        SkipCertificateCheck = true,
                    },
                    new("svc-trust", "x"),
                    Sharing,
                    Stop
                )
            ).IsReused
        );

        // A session that is kept is not sent to a server with another certificate.
        await Assert.ThrowsAsync<ThumbprintMismatchException>(() =>
            folder.Shared.ConnectAsync(
                Options with
                {
                    Thumbprint = CertificateThumbprint.Parse(new string('A', 64)),
                },
                new("svc-trust", "x"),
                Sharing,
                Stop
            )
        );
        await Assert.ThrowsAsync<CertificateNotTrustedException>(() =>
            folder.Shared.ConnectAsync(Options with { Thumbprint = null }, new("svc-trust", "x"), Sharing, Stop)
        );
        Assert.Equal(2, (await SessionsOf("svc-trust")).Count);
        Assert.Equal(3, folder.Shared.List().Count);
    }

    [Fact]
    public async Task A_name_without_a_port_finds_a_session_on_another_port_and_a_wrong_port_finds_none()
    {
        simulator.Require();
        using PrivateFolder folder = new();
        VcsaConnection older = await folder.Shared.ConnectAsync(Options, new("svc-older", "x"), Sharing, Stop);
        VcsaConnection newer = await folder.Shared.ConnectAsync(Options, new("svc-newer", "x"), Sharing, Stop);
        string[] both = [older.User, newer.User];

        Assert.Equal(both, folder.Shared.Find(Options.Address).Select(found => found.User).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(2, folder.Shared.Find(new("https://127.0.0.1/sdk")).Count);
        Assert.Empty(folder.Shared.Find(new("https://127.0.0.1:1/sdk")));
        Assert.Empty(folder.Shared.Find(new("https://127.0.0.2/sdk")));
    }

    [Fact]
    public void A_session_is_used_with_its_own_certificate_unless_the_caller_gives_another()
    {
        VSphereClientOptions stored = new() { Address = new("https://vc01.example.org:8443/sdk"), SkipCertificateCheck = true };
        VSphereClientOptions asked = new() { Address = new("https://vc01.example.org/sdk"), Timeout = TimeSpan.FromSeconds(5) };
        VSphereClientOptions pinned = asked with { Thumbprint = CertificateThumbprint.Parse(new string('A', 64)) };
        VcsaConnection connection = new(stored, new SessionSecret("a")) { User = "svc" };

        Assert.Equal(stored with { Timeout = asked.Timeout }, VcsaConnection.GetAccess([connection], asked).Options);
        Assert.Equal(pinned with { Address = stored.Address }, VcsaConnection.GetAccess([connection], pinned).Options);
    }

    [Fact]
    public async Task Many_callers_at_once_make_one_login_and_one_more_when_the_session_was_ended()
    {
        simulator.Require();
        using PrivateFolder folder = new();
        VcsaConnection[] before = await ConnectAsync(folder, "svc-many", Sharing);
        Assert.Single(before, connection => !connection.IsReused);
        string key = Assert.Single(await SessionsOf("svc-many")).Key;

        await using SessionHolder held = new();
        VSphereClient killer = await held.LoginAsync(Options, Watcher, Stop);
        await SimulatorSessions.TerminateAsync(Options, killer.Secret!, key, Stop);

        VcsaConnection[] after = await ConnectAsync(folder, "svc-many", Sharing);
        Assert.Single(after, connection => !connection.IsReused);
        Assert.NotEqual(key, Assert.Single(await SessionsOf("svc-many")).Key);
    }

    [Fact]
    public async Task An_idle_session_that_expired_costs_one_login()
    {
        expiring.Require();
        using PrivateFolder folder = new();
        VSphereClientOptions options = VSphereClientTests.Options(expiring);
        VcsaConnection first = await folder.Shared.ConnectAsync(options, ExpiringSimulator.Credential, Sharing, Stop);
        DateTime deadline = DateTime.UtcNow.AddMinutes(10);
        IReadOnlyList<VCenterSession> open;
        do
        {
            await Task.Delay(100, Stop);
            open = await SimulatorSessions.OfAsync(expiring, ExpiringSimulator.Credential, ExpiringSimulator.Credential.UserName, Stop);
        }
        while (open.Count > 0 && DateTime.UtcNow < deadline);
        Assert.Empty(open);

        VcsaConnection[] after = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ => Task.Run(() => folder.Shared.ConnectAsync(options, ExpiringSimulator.Credential, Sharing, Stop)))
        );
        Assert.Single(after, connection => !connection.IsReused);
        Assert.All(after, connection => Assert.False(connection.GetSecret().IsSameAs(first.GetSecret())));
    }

    [Fact]
    public async Task The_password_counts_only_when_there_is_a_login()
    {
        expiring.Require();
        using PrivateFolder folder = new();
        VSphereClientOptions options = VSphereClientTests.Options(expiring);
        NetworkCredential wrong = new(ExpiringSimulator.Credential.UserName, "wr0ng-s3cret");
        LoginRefusedException refused = await Assert.ThrowsAsync<LoginRefusedException>(() =>
            folder.Shared.ConnectAsync(options, wrong, Sharing, Stop)
        );
        Assert.DoesNotContain("wr0ng", refused.ToString());

        // What was refused before is no reason not to try again.
        VcsaConnection kept = await folder.Shared.ConnectAsync(options, ExpiringSimulator.Credential, Sharing, Stop);
        Assert.True((await folder.Shared.ConnectAsync(options, wrong, Sharing, Stop)).IsReused);
        await folder.Shared.DisconnectAsync(kept, Stop);
        await Assert.ThrowsAsync<LoginRefusedException>(() => folder.Shared.ConnectAsync(options, wrong, Sharing, Stop));
    }

    [Fact]
    public async Task A_session_kept_for_longer_than_the_most_is_replaced_once_and_not_ended()
    {
        simulator.Require();
        using PrivateFolder folder = new();
        VcsaConnection first = await folder.Shared.ConnectAsync(Options, new("svc-age", "x"), Sharing, Stop);
        string key = SessionStore.CreateKey(Options, "svc-age");
        SharedSessionOptions limited = new() { MaxAge = TimeSpan.FromMinutes(10) };

        folder.Store.Write(key, StoredSession.FromConnection(first, DateTimeOffset.UtcNow.AddMinutes(-9)));
        Assert.True((await folder.Shared.ConnectAsync(Options, new("svc-age", "x"), limited, Stop)).IsReused);

        foreach (int minutes in new[] { -11, +11 })
        {
            folder.Store.Write(key, StoredSession.FromConnection(first, DateTimeOffset.UtcNow.AddMinutes(minutes)));
            Assert.Single(await ConnectAsync(folder, "svc-age", limited), connection => !connection.IsReused);
        }

        // Others may be at work in the old one.
        Assert.Equal(3, (await SessionsOf("svc-age")).Count);
    }

    [Fact]
    public async Task A_session_of_ones_own_is_neither_taken_nor_kept()
    {
        simulator.Require();
        using PrivateFolder folder = new();
        await folder.Shared.ConnectAsync(Options, new("svc-own", "x"), Sharing, Stop);
        VcsaConnection own = await folder.Shared.ConnectAsync(Options, new("svc-own", "x"), Sharing with { Keep = false }, Stop);
        Assert.False(own.IsReused);
        Assert.False(Assert.Single(folder.Shared.List()).GetSecret().IsSameAs(own.GetSecret()));

        Assert.True(await folder.Shared.DisconnectAsync(own, Stop));
        Assert.Single(await SessionsOf("svc-own"));
        Assert.Single(folder.Shared.List());
    }

    [Fact]
    public async Task A_session_that_was_ended_is_forgotten_and_ending_it_again_is_no_error()
    {
        simulator.Require();
        using PrivateFolder folder = new();
        VcsaConnection first = await folder.Shared.ConnectAsync(Options, new("svc-end", "x"), Sharing, Stop);
        Assert.True(await folder.Shared.DisconnectAsync(first, Stop));
        Assert.Empty(await SessionsOf("svc-end"));
        Assert.Empty(folder.Shared.List());

        // The one that came after it is not forgotten with it.
        await folder.Shared.ConnectAsync(Options, new("svc-end", "x"), Sharing, Stop);
        Assert.False(await folder.Shared.DisconnectAsync(first, Stop));
        Assert.Single(await SessionsOf("svc-end"));
        Assert.Single(folder.Shared.List());
    }

    [Fact]
    public async Task What_is_kept_and_damaged_costs_a_login_and_can_be_removed()
    {
        simulator.Require();
        using PrivateFolder folder = new();
        await folder.Shared.ConnectAsync(Options, new("svc-damaged", "x"), Sharing, Stop);
        string file = Assert.Single(Directory.GetFiles(folder.Sessions, "*.session"));
        foreach (string content in new[] { "", "{", "[]", """{"format":2}""", """{"format":1,"address":"https://vc/sdk"}""" })
        {
            await File.WriteAllTextAsync(file, content, Stop);
            Assert.Empty(folder.Shared.List());
            Assert.False((await folder.Shared.ConnectAsync(Options, new("svc-damaged", "x"), Sharing, Stop)).IsReused);
        }

        await File.WriteAllTextAsync(file, "{", Stop);
        await folder.Shared.ForgetUnusableAsync(Stop);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_connection_shows_its_secret_nowhere()
    {
        simulator.Require();
        using PrivateFolder folder = new();
        VcsaConnection connection = await folder.Shared.ConnectAsync(Options, new("svc-secret", "Pa55-s3cr3t"), Sharing, Stop);
        string secret = connection.GetSecret().Reveal();
        Assert.DoesNotContain(secret, JsonSerializer.Serialize(connection) + connection + connection.GetSecret());
        Assert.DoesNotContain(typeof(VcsaConnection).GetProperties(), property => property.PropertyType == typeof(SessionSecret));
        Assert.All(Directory.GetFiles(folder.Sessions), file => Assert.DoesNotContain("svc-secret", file));
        Assert.DoesNotContain("Pa55", await File.ReadAllTextAsync(Directory.GetFiles(folder.Sessions, "*.session").Single(), Stop));
    }

    private VSphereClientOptions Options => VSphereClientTests.Options(simulator);

    private Task<IReadOnlyList<VCenterSession>> SessionsOf(string user) => SimulatorSessions.OfAsync(simulator, Watcher, user, Stop);

    private Task<VcsaConnection[]> ConnectAsync(PrivateFolder folder, string user, SharedSessionOptions sharing) =>
        Task.WhenAll(
            Enumerable.Range(0, 30).Select(_ => Task.Run(() => folder.Shared.ConnectAsync(Options, new(user, "x"), sharing, Stop)))
        );
}
