namespace NhiPortal.Domain.Targets;

/// <summary>What a privileged action does to administrative access.</summary>
public enum ActionClass
{
    CreatesAdmin,
    ChangesAdmin,
    ReadsSecret,
    OtherPrivileged,
}

/// <summary>How bad a wrong use would be.</summary>
public enum RiskLevel
{
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>One named thing an integration may do to a target, and the fields an approval of it binds to.</summary>
public sealed class PrivilegedAction
{
    private PrivilegedAction() { }

    /// <summary>Stable name such as <c>account.create_admin</c>; the key.</summary>
    public string Name { get; private set; } = "";

    /// <summary>For people: "create an administrator account".</summary>
    public string Title { get; private set; } = "";

    public ActionClass Class { get; private set; }
    public RiskLevel Risk { get; private set; }

    /// <summary>The <c>resource.type</c> the action applies to.</summary>
    public string ResourceType { get; private set; } = "";

    /// <summary>
    /// Action properties that mean something: required in a request, bound by an approval. Free text and anything else
    /// a caller sends is left out on purpose, or a reworded description would void the approval.
    /// </summary>
    public IReadOnlyList<string> MeaningfulFields { get; private set; } = [];

    public static PrivilegedAction Create(
        string name, string title, ActionClass @class, RiskLevel risk, string resourceType, params string[] meaningfulFields) => new()
        {
            Name = name,
            Title = title,
            Class = @class,
            Risk = risk,
            ResourceType = resourceType,
            MeaningfulFields = [.. meaningfulFields.Order(StringComparer.Ordinal)],
        };
}
