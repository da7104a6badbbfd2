namespace VcsaAuthGuard.Files;

/// <summary>Represents owner and mode of a file or folder.</summary>
/// <param name="Owner">The owner's user id.</param>
/// <param name="Mode">Kind and permissions, as in <c>st_mode</c>.</param>
/// <param name="Group">The group id.</param>
internal readonly record struct PosixStatus(uint Owner, uint Mode, uint Group)
{
    private const uint Kind = 0xF000;

    public bool IsFolder => (Mode & Kind) == 0x4000;

    public bool IsFile => (Mode & Kind) == 0x8000;

    public bool IsOpenToOthers => (Mode & 0x3F) != 0; // 077

    public bool IsWritableByOthers => (Mode & 0x12) != 0; // 022

    /// <summary>Gets the permissions in octal, such as 0600.</summary>
    public string Permissions => "0" + Convert.ToString(Mode & 0x1FF, 8).PadLeft(3, '0');
}
