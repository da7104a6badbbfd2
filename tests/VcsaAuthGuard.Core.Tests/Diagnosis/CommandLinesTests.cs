using VcsaAuthGuard.Diagnosis.Remedies;

namespace VcsaAuthGuard.Tests.Diagnosis;

public class CommandLinesTests
{
    [Theory]
    [InlineData("Get-VM -Server $vi | Get-Snapshot | Remove-Snapshot", 40, "Get-VM -Server $vi | Get-Snapshot |\n  Remove-Snapshot")]
    [InlineData(
        "Get-VMHost -Server vc01.example.org -Name esx01.example.org",
        40,
        "Get-VMHost -Server vc01.example.org `\n  -Name esx01.example.org")]
    [InlineData(
        "Get-VM -Name 'a name, with; signs | in it' -Server vc01",
        45,
        "Get-VM -Name 'a name, with; signs | in it' `\n  -Server vc01")]
    [InlineData("ssh root@vc01.example.org ls -l /storage/core", 20, "ssh root@vc01.example.org ls -l /storage/core")]
    [InlineData("Get-VM", 5, "Get-VM")]
    [InlineData("a b", 3, "a b")]
    public void A_command_is_broken_where_PowerShell_reads_on(string command, int width, string lines) =>
        Assert.Equal(lines, string.Join('\n', CommandLines.Break(command, width)));
}
