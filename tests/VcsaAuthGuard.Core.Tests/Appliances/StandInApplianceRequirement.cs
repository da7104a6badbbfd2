using VcsaAuthGuard.Fixtures;


namespace VcsaAuthGuard.Tests.Appliances;

internal static class StandInApplianceRequirement
{
    /// <summary>Skips the running test where sshd is not here, or fails it where it has to be.</summary>
    public static void Require(this StandInAppliance appliance)
    {
        if (appliance.Missing is string missing)
        {
            Assert.SkipUnless(Repository.IsRequired(StandInAppliance.Peer), missing);
            Assert.Fail(missing);
        }
    }
}
