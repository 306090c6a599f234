namespace Rotunda.Modules.Alliance.Bodies;

/// <summary>The words for kinds of bodies.</summary>
public static class BodyTexts
{
    public static string TextKey(this BodyKind kind) => kind switch
    {
        BodyKind.Association => "body.association",
        BodyKind.Organ => "body.organ",
        _ => "body.sub-alliance",
    };
}
