using System.Text.Json;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>Names, thumbprints, secrets and limits: what needs no server.</summary>
public class SessionValueTests
{
    private static readonly DateTimeOffset Night = new(2026, 2, 11, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("vc01.example.org", "https://vc01.example.org/sdk")]
    [InlineData("vc01:8443", "https://vc01:8443/sdk")]
    [InlineData("192.0.2.7", "https://192.0.2.7/sdk")]
    [InlineData("[fd00::5]:8443", "https://[fd00::5]:8443/sdk")]
    [InlineData("https://vc01", "https://vc01/sdk")]
    [InlineData(" https://vc01:444/sdk ", "https://vc01:444/sdk")]
    public void A_server_is_found_by_what_people_call_it(string text, string address) =>
        Assert.Equal(new Uri(address), ServerAddress.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("http://vc01/sdk")]
    [InlineData("vc01/elsewhere")]
    [InlineData("vc01:port")]
    [InlineData("root:secret@vc01")]
    [InlineData("https://root:secret@vc01/sdk")]
    [InlineData("https://vc01/sdk?session=secret")]
    public void What_is_no_server_is_refused_and_not_repeated(string text) =>
        Assert.DoesNotContain("secret@", Assert.Throws<FormatException>(() => ServerAddress.Parse(text)).Message);

    [Fact]
    public void A_thumbprint_is_read_as_people_copy_it()
    {
        string digits = string.Concat(Enumerable.Repeat("0fA9", 16));
        CertificateThumbprint plain = CertificateThumbprint.Parse(digits);
        Assert.Equal(plain, CertificateThumbprint.Parse(string.Join(':', digits.Chunk(2).Select(pair => new string(pair)))));
        Assert.Equal(digits.ToUpperInvariant(), plain.ToString());
        Assert.Contains("SHA-1", Assert.Throws<FormatException>(() => CertificateThumbprint.Parse(new string('a', 40))).Message);
        Assert.Throws<FormatException>(() => CertificateThumbprint.Parse(new string('g', 64)));
        Assert.Throws<FormatException>(() => CertificateThumbprint.Parse(""));
    }

    [Fact]
    public void A_secret_prints_itself_nowhere()
    {
        SessionSecret secret = new("52aa11bb");
        Assert.DoesNotContain("52aa11bb", $"{secret} {JsonSerializer.Serialize(secret)}");
        Assert.Equal("52aa11bb", secret.Reveal());
        // It would end up in a header.
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new SessionSecret("52aa11bb\r\nHost: elsewhere"));
        Assert.DoesNotContain("52aa11bb", refused.Message);
    }

    [Theory]
    [InlineData("6.0.0", 2000, "7, before")]
    [InlineData("6.7", 2000, "7, before")]
    [InlineData("7.0.3", 2000, "7, before")]
    [InlineData("8.0.0", 2000, "older figure")]
    [InlineData("8.0.2.00300", 2000, "older figure")]
    [InlineData("8.0.3", 3000, "from 8.0 U3")]
    [InlineData("8.0.3.00100", 3000, "from 8.0 U3")]
    [InlineData("9.0.0.0", 3000, "from 8.0 U3")]
    [InlineData("5.5.0", null, "There is no public source for the limit of version 5.5.0")]
    [InlineData("", null, "not known")]
    [InlineData(null, null, "not known")]
    public void The_limit_is_the_versions_and_says_where_it_is_from(string? version, int? limit, string source)
    {
        SessionLimit found = SessionLimit.ForServer(new VSphereAbout(null, version, null, "VirtualCenter"));
        Assert.Equal(limit, found.Value);
        Assert.Contains(source, found.Source);
        Assert.Equal(limit is not null, found.Source.Contains("KB 375546"));
    }

    [Fact]
    public void A_host_has_no_known_limit() =>
        Assert.Null(SessionLimit.ForServer(new VSphereAbout(null, "8.0.3", null, "HostAgent")).Value);

    [Fact]
    public void A_summary_counts_all_sessions_and_shows_the_clients_asked_for()
    {
        VCenterSession[] sessions =
        [
            Session("backup", "192.0.2.1", "agent/1", 60, 10),
            Session("backup", "192.0.2.1", "agent/1", 90, 31),
            Session("backup", "192.0.2.2", "agent/1", 5, 5),
            Session("admin", "192.0.2.9", null, 30, 30),
        ];
        SessionSummary summary = SessionSummary.Create(
            sessions,
            new VSphereAbout(null, "7.0.3", null, null),
            "vc01",
            session => session.UserName == "backup"
        );
        Assert.Equal(
            ("vc01", "7.0.3", 4, 2000, 0.2, 1),
            (summary.Server, summary.Version, summary.Total, summary.Limit, summary.PercentOfLimit, summary.IdleOver30Minutes)
        );
        Assert.Equal(
            [
                new("backup", "192.0.2.1", "agent/1", 2, 0.5, Night.AddMinutes(-90), TimeSpan.FromMinutes(31), 14),
                new("backup", "192.0.2.2", "agent/1", 1, 0.25, Night.AddMinutes(-5), TimeSpan.FromMinutes(5), 7),
            ],
            summary.Clients);
    }

    private static VCenterSession Session(string user, string address, string? agent, int age, int idle) => new VCenterSession
    {
        Key = Guid.NewGuid().ToString(),
        UserName = user,
        IpAddress = address,
        UserAgent = agent,
        LoginTime = Night.AddMinutes(-age),
        LastActiveTime = Night.AddMinutes(-idle),
        CallCount = 7,
    }.AsOf(Night);
}
