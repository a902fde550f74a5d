namespace NhiPortal.Features.Credentials;

/// <summary>A credential while a person writes about it.</summary>
public sealed class CredentialEdit
{
    public string Kind { get; set; } = "";
    public string Label { get; set; } = "";
    public string KeptIn { get; set; } = "";
    public string? Target { get; set; }
    public string? Identity { get; set; }
    public string? Issued { get; set; }
    public string? Expires { get; set; }
    public string? LastRotated { get; set; }
    public bool Shared { get; set; }
    public string? BackupOwner { get; set; }
    public string? Another { get; set; }

    public static CredentialEdit Of(CredentialDraft draft) => new()
    {
        Kind = draft.Kind,
        Label = draft.Label,
        KeptIn = draft.KeptIn,
        Target = draft.Target,
        Identity = draft.Identity,
        Issued = draft.Issued,
        Expires = draft.Expires,
        LastRotated = draft.LastRotated,
        Shared = draft.Shared,
        BackupOwner = draft.BackupOwner,
    };

    public CredentialDraft Read(string integration) => new()
    {
        Integration = integration,
        Kind = Kind,
        Label = Label,
        KeptIn = KeptIn,
        Target = Target,
        Identity = Identity,
        Issued = Issued,
        Expires = Expires,
        LastRotated = LastRotated,
        Shared = Shared,
        BackupOwner = BackupOwner,
        Another = Another,
    };
}
