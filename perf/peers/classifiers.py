"""Makes classifiers and bird heads with random weights, in the layouts of DeepFaune's checkpoints.

Fresh from the seed such a network says nearly the same of every picture, and no difference of pixels would show in
what it says. So the layers get weights of usual size, and the last ones are set from crops: the logits of each class
spread around zero, a third of the crops are birds, and the kinds of these differ.
"""

import torch

import deepfaune

SEED = 7
SPREAD = 8.0  # standard deviation of a class's logits over the crops: some are sure then
SHARE_OF_BIRDS = 1 / 3
SHAPES = {"tiny": {"embed_dim": 256, "depth": 4, "num_heads": 4}, "large": {}}


def make(folder, version, size, crops):
    """The files of a classifier and of its bird head, in `folder`; `crops` are Pillow's pictures."""
    import timm

    torch.manual_seed(SEED)
    options = {**version.options, **SHAPES[size], "num_classes": len(version.animals)}
    network = timm.create_model(version.backbone, pretrained=False, **options).eval()
    with torch.no_grad():
        _usual_weights(network)
        embeddings = torch.cat([_embedding(network, deepfaune.tensor(crop, version.size)) for crop in crops])
        _spread(network.head, embeddings)
        _make_birds(network.head, embeddings, version.animals.index("bird"))
        birds = deepfaune.bird_layers(embeddings.shape[1], 2 * embeddings.shape[1], len(deepfaune.BIRDS))
        hidden = birds[0](embeddings)
        birds[1].running_mean.copy_(hidden.mean(0))
        birds[1].running_var.copy_(hidden.var(0))
        birds[1].weight.uniform_(0.5, 1.5)
        birds[1].bias.normal_(0, 0.5)
        _spread(birds[4], birds[:4](embeddings))
    folder.mkdir(parents=True, exist_ok=True)
    files = folder / f"vit-{size}-{version.name}.pt", folder / f"birds-{size}-{version.name}.pt"
    args = {"backbone": version.backbone, "num_classes": len(version.animals)}
    torch.save({"args": args, "state_dict": {"base_model." + n: w for n, w in network.state_dict().items()}}, files[0])
    torch.save({"bird_model." + name: weight for name, weight in birds.state_dict().items()}, files[1])
    return files


def settings(version, size):
    """What Affût has to be told of a classifier: what DeepFaune's model card says, and what the shape does not."""
    of_one, of_several, _ = version.temperatures
    heads = {"heads": SHAPES[size]["num_heads"]} if SHAPES[size] else {}
    classes = f"deepfaune-{version.name}"
    return {"size": version.size, "classes": classes, "temperature": of_one, "sequence_temperature": of_several, **heads}


def _usual_weights(network):
    for name, weight in network.named_parameters():
        if "gamma" in name:  # LayerScale begins at nearly nothing
            weight.uniform_(0.3, 1)
        elif weight.ndim == 1:
            weight.add_(torch.randn_like(weight) * 0.05)
        elif name.endswith("weight"):
            weight.normal_(0, weight[0].numel() ** -0.5)


def _embedding(network, crop):
    return network.forward_head(network.forward_features(crop[None]), pre_logits=True)


def _spread(layer, inputs):
    """Sets a layer so that each of its outputs has the mean 0 and the deviation SPREAD over the inputs."""
    mean = inputs.mean(0)
    layer.weight.normal_()
    layer.weight.mul_(SPREAD / ((inputs - mean) @ layer.weight.T).std(0)[:, None])
    layer.bias.copy_(-(layer.weight @ mean))


def _make_birds(head, embeddings, bird):
    logits = head(embeddings)
    others = logits.clone()
    others[:, bird] = -torch.inf
    missing = others.max(1).values - logits[:, bird]
    head.bias[bird] += missing.quantile(SHARE_OF_BIRDS)
