using VcsaAuthGuard.Diagnosis.Symptoms;

namespace VcsaAuthGuard.Tests.Diagnosis.Symptoms;

/// <summary>Tests which type of a fault the text of an entry names.</summary>
public sealed class FaultTypeTests
{
    [Theory]
    [InlineData("(Fault cause: vim.fault.NotFound", "vim.fault.NotFound")]
    [InlineData("vmodl.fault.SystemError, then vim.fault.NotFound", "vmodl.fault.SystemError")]
    [InlineData("com.vmware.vapi.std.errors.not_found: gone", "vapi.std.errors.not_found")]
    [InlineData("VIM.Fault.Timedout.", "VIM.Fault.Timedout")]
    [InlineData("svim.fault.NotFound and sms.fault.ServiceNotInitialized", "sms.fault.ServiceNotInitialized")]
    [InlineData("vim.fault. NotFound, other.fault.NotFound, vim.vm.Fault, .fault.", null)]
    [InlineData("", null)]
    public void The_first_type_is_found(string text, string? type) => Assert.Equal(type, FaultType.Find(text.AsSpan()));
}
