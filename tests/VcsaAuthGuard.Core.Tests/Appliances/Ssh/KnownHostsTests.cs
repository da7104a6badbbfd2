using VcsaAuthGuard.Appliances.Ssh;
using VcsaAuthGuard.Fixtures;


namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>known_hosts as sshd(8) describes it, held against ssh-keygen.</summary>
public sealed class KnownHostsTests : IDisposable
{
    private const string Key = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"; // github.com's, published.
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("vc01.example.org", "vc01.example.org", 22, 1)]
    [InlineData("VC01.example.org", "vc01.EXAMPLE.org", 22, 1)]
    [InlineData("vc01.example.org,10.0.0.1", "10.0.0.1", 22, 1)]
    [InlineData("*.example.org", "vc01.example.org", 22, 1)]
    [InlineData("vc0?.example.org", "vc01.example.org", 22, 1)]
    [InlineData("*.example.org,!vc01.example.org", "vc01.example.org", 22, 0)]
    [InlineData("[vc01.example.org]:2222", "vc01.example.org", 2222, 1)]
    [InlineData("vc01.example.org", "vc01.example.org", 2222, 0)]
    [InlineData("# vc01.example.org", "vc01.example.org", 22, 0)]
    [InlineData("@cert-authority vc01.example.org", "vc01.example.org", 22, 0)]
    [InlineData("vc01.example.org.evil", "vc01.example.org", 22, 0)]
    public void A_line_is_for_the_hosts_it_names(string hosts, string host, int port, int count)
    {
        File.WriteAllText(_file, $"{hosts} ssh-ed25519 {Key} a comment\n");
        Assert.Equal(count, KnownHosts.Find([_file], host, port).Count);
    }

    [Fact]
    public void Hashed_names_are_found_and_the_fingerprint_is_openSSHs()
    {
        Assert.SkipWhen(
            Repository.Program("ssh-keygen") is null && !Repository.IsRequired(StandInAppliance.Peer),
            "apt install openssh-client"
        );
        File.WriteAllText(_file, $"vc01.example.org,[vc02]:2222 ssh-ed25519 {Key}\n");
        string shown = Repository.Run("ssh-keygen", ["-lf", _file]).Output;
        Assert.Equal(0, Repository.Run("ssh-keygen", ["-H", "-f", _file]).ExitCode);
        File.Delete(_file + ".old");
        Assert.DoesNotContain("vc01", File.ReadAllText(_file), StringComparison.Ordinal);
        HostKey key = Assert.Single(KnownHosts.Find([_file], "vc01.example.org", 22));
        Assert.Single(KnownHosts.Find([_file], "vc02", 2222));
        Assert.Empty(KnownHosts.Find([_file], "vc03", 22));
        Assert.Contains(key.Fingerprint.Value, shown, StringComparison.Ordinal);
        Assert.Equal(
            key.Fingerprint,
            HostKeyFingerprint.Parse(key.Fingerprint.Value.Replace("SHA256:", "", StringComparison.Ordinal) + "=")
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("MD5:aa:bb")]
    [InlineData("SHA256:short")]
    public void What_is_no_fingerprint_is_refused(string text) => Assert.Throws<FormatException>(() => HostKeyFingerprint.Parse(text));
}
