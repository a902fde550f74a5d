namespace NhiPortal.Shell;

/// <summary>What an operator may set about the pages' frame (section "Shell").</summary>
public sealed class ShellSettings
{
    /// <summary>Other origins a form may be sent to, such as an identity provider that answers sign-out by redirecting
    /// ("https://login.example.org"). The portal itself is always allowed.</summary>
    public string[] FormActionOrigins { get; set; } = [];
}
