/// MegaDetector's batch format as files have it, whoever wrote them: what is common to boxes that
/// are to be classified and to results that are to be exported.
///
/// ```java
/// BatchFile file = new BatchFile(Path.of("md.json"));
/// BatchHeading heading = file.heading();
/// file.forEach(picture -> System.out.println(picture.path("file").asText()));
/// ```
package io.affut.engine.megadetector;
