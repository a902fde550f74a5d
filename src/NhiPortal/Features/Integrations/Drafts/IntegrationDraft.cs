using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Integrations.Drafts;

/// <summary>What an integration may ask for on one target, in the words of whoever writes it down.</summary>
public sealed record DraftPath(string Target, string Action, string Pattern);

/// <summary>How it is recognised: a subject under a trusted issuer.</summary>
public sealed record DraftIdentity(string Issuer, string Subject);

/// <summary>Who is asked to own it, by mail address or directory id.</summary>
public sealed record DraftOwner(OwnerRole Role, string Person, string? Deputy = null);

/// <summary>An integration as a form, a file or a pipeline describes it, before anybody has looked whether it can be.</summary>
public sealed record IntegrationDraft
{
    /// <summary>The "none" of files: takes away what is there, where an empty cell leaves it.</summary>
    public const string None = "none";

    public string? Tenant { get; init; }
    public string? Key { get; init; }
    public string? Name { get; init; }
    public string? Purpose { get; init; }
    public string? Kind { get; init; }
    public string? Environment { get; init; }
    public string? Vendor { get; init; }
    public string? EndOfLife { get; init; }
    public IReadOnlyList<DraftPath> Paths { get; init; } = [];
    public IReadOnlyList<DraftIdentity> Identities { get; init; } = [];
    public IReadOnlyList<DraftOwner> Owners { get; init; } = [];
}

/// <summary>One thing wrong with one field, so that a form can show it there and a caller can be told all at once.</summary>
public sealed record FieldFault(string Field, string Code, string Sentence);
