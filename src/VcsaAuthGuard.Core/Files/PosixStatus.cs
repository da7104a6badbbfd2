namespace VcsaAuthGuard.Files;

/// <summary>Owner and mode of what a path names.</summary>
/// <param name="Owner">The owner's number.</param>
/// <param name="Mode">Kind and permissions, as <c>st_mode</c> has them.</param>
internal readonly record struct PosixStatus(uint Owner, uint Mode)
{
    private const uint Kind = 0xF000;

    public bool IsFolder => (Mode & Kind) == 0x4000;

    public bool IsFile => (Mode & Kind) == 0x8000;

    public bool IsOpenToOthers => (Mode & 0x3F) != 0; // 077

    public bool IsWritableByOthers => (Mode & 0x12) != 0; // 022

    /// <summary>The permissions as ls and chmod write them: 0600.</summary>
    public string Permissions => "0" + Convert.ToString(Mode & 0x1FF, 8).PadLeft(3, '0');
}
