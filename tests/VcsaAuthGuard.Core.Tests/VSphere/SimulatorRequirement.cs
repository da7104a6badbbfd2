using VcsaAuthGuard.Fixtures;


namespace VcsaAuthGuard.Tests.VSphere;

internal static class SimulatorRequirement
{
    /// <summary>Skips the running test where the simulator is not here, or fails it where it has to be.</summary>
    public static void Require(this VSphereSimulator simulator)
    {
        if (simulator.Missing is string missing)
        {
            Assert.SkipUnless(Repository.IsRequired(VSphereSimulator.Peer), missing);
            Assert.Fail(missing);
        }
    }
}
