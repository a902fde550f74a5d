namespace NhiPortal.Domain;

/// <summary>Identifies a <see cref="Reviews.ReviewCampaign"/>.</summary>
public readonly record struct CampaignId(Guid Value) : IId<CampaignId>
{
    public static CampaignId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}
